package io.steward.password;

import java.util.List;

/** Hashes that Django 3.2, its libraries and reference programs have computed. */
public final class DjangoHashes {
  static final String HORSE = "correct horse battery staple";
  static final String ZOFIA = "Analytical-1843 Žofia";
  static final String FOX = "Žofia 🦊 pass";

  /** At least one hash of each format. */
  public static final List<Sample> ALL =
      List.of(
          horse(
              "pbkdf2_sha256$260000$qHoplbWkKbJG6OkTv2ai1Z$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw="),
          horse(
              "pbkdf2_sha256$100000$7O6g8IBMwxFlgGDCwjyV8X$1cayiaYU/RaRztRZeJKsmx6ArcZPNtq2kmWjpsOxTZI="),
          horse(
              "pbkdf2_sha256$600000$U50bDZlxcV5ayVjbw3w7Bj$rDxOWX4DSlJ8JkfEWoRv8LhK4BMbAukb312LW8BFBpY="),
          horse(
              "pbkdf2_sha256$720000$43i0KocyK5gOImralMi7UU$Qm3R8sk5GM2ss3phgd435/oOCOTYacqFi61JJfxt3gs="),
          horse(
              "pbkdf2_sha256$870000$i4ShPA29ig4kg0aUGTzvZu$jmnNlvmtITtH0GI0YJBL+gtM81+Znk8970psJgrF/PQ="),
          horse(
              "pbkdf2_sha256$1000000$0uLrUE540aytDl0zkGOk8r$Ez/ZexwPepvUJtOw9Jsy0/j5XKG2LFU9lrigMHLe5Qk="),
          horse("pbkdf2_sha1$260000$UqxUNlnbtjIGGtlkGTTu81$VV2FZNl0lWyCpO5oE9mjhV8bXKM="),
          horse(
              "argon2$argon2id$v=19$m=102400,t=2,p=8$aXkyT2w1Uk0xaDc4OVhXNHV0cnZxaA$pof0WI+T+DOVPfzzG57rJw"),
          horse("argon2$argon2i$m=512,t=2,p=2$c29tZXNhbHQ$SGKxjM9fPvW5PugKrnSYPw"),
          horse("argon2$argon2i$v=16$m=512,t=2,p=2$c29tZXNhbHQ$SGKxjM9fPvW5PugKrnSYPw"),
          horse("argon2$argon2i$v=19$m=512,t=2,p=2$c29tZXNhbHQ$YxPNnvGJ/Z/ovB3xKYXzEw"),
          horse("argon2$argon2d$v=19$m=512,t=2,p=2$c29tZXNhbHQ$Vwr1TncZtqCxhK0mbEGCBw"),
          horse("argon2$argon2id$v=19$m=512,t=2,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ"),
          horse("bcrypt_sha256$$2b$12$ixIUp6lLD/WkSawDXHN0Veyh.FL4RixcIWif73DLpfCQ5sJyhSAwq"),
          horse("bcrypt$$2b$12$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy"),
          horse(
              "scrypt$16384$pVrjbC2nfIzoWwuQr8tVeI$8$1$J22GvVYWsLfe9zEmemfnUF7tphn6KXOMtcOa83YnOxCQUvMCQ3FcAOh79lrGbPpp4rXgfPLLzu/L7VBgM/Ec7w=="),
          horse(
              "scrypt$16384$L0k3qjxxaVvokgB33CFkue$8$5$ycrBHsgDtctdbVQAfDK7wG1phwIVikHFoKMN/ZHa70jRl2hhzqC7+CbTbpSjhtgbsHenNPOpUwojxvD+k1IxIg=="),
          horse("sha1$FcALcICLp77KEeCO09VX9O$41a8402b9236a34674dc56d7e4102d776f4afe62"),
          horse("sha1$$abf7aad6438836dbe526aa231abde2d0eef74d42"),
          horse("md5$MhsmOB925jGDIG5nRNBeuu$162b1b0ebab4b8a0a7cc2a593510df3e"),
          horse("md5$$9cc2ae8a1ba7a93da39b46fc1019c481"),
          horse("9cc2ae8a1ba7a93da39b46fc1019c481"),
          horse("crypt$$VbzjNmdsm.kRU"),
          horse("crypt$Vb$VbzjNmdsm.kRU"),
          zofia(
              "pbkdf2_sha256$260000$4x173TcN2Q6iXPX8wWh6pD$vH55WWgx4UZpufYNLbyZZwIOrz+kpdGX+baDEBBL6NM="),
          zofia("pbkdf2_sha1$260000$Og3ct8OBiYYwNzCDEFnDSV$GI0V7WrMkAbiCRvDTO2JekVni08="),
          zofia(
              "argon2$argon2id$v=19$m=102400,t=2,p=8$Sk5yeVZ1UldPZDdNWHhXYTZacXRlMA$fg8jGLP5hqKAHfIfyTtuUQ"),
          zofia("bcrypt_sha256$$2b$12$r6xtvN5FASae.O706YJOfexeSNo2oLMB9DPryynNfXasTVpM/2pKK"),
          zofia("bcrypt$$2b$12$oMLSwEQFigYR47.sFPxC/uG7rhem9kva9tgqX3tEzu49mKD0DTN8u"),
          zofia(
              "scrypt$16384$HcJQYszI7uNJufS8pmVJo1$8$1$FakKFGIb3a9l30JJBZvVcN92RpjEDGYJX/63aikmgen0kmS/x9DY5ZgZca/lzDFMuogr+xBUxYF75hQlUmgy8A=="),
          zofia("md5$6dZSpHmGtxbmzqImXHq0F1$68e4391a42fdd24ca3361156ddd8ced9"),
          zofia("3a3bab2441c5f3ea12c79ef1a0095d29"),
          zofia("crypt$$absvTU1W8GOtc"),
          fox("pbkdf2_sha256$3000$saltsaltsalt$73xxW2f48Ems9D6uDZQz8+B8lDA9FlCGK6Ph365xrrc="),
          fox("pbkdf2_sha1$3000$saltsaltsalt$EcPggPG/BnHEDhQXVJsoGkuX5to="),
          fox("bcrypt$$2b$04$6viGvyiqZshK6khXvNO6qeTgMaYZQFGIXbcqU908ot5ZsczYZW5jC"),
          fox(
              "scrypt$1024$saltsalt$8$1$OCm/TV8Qw/gfzAZnv/9+dAuDunM+OHKFEljUsQc+AOA4g2j4tD8f7ANmvQPG6McivhVAd7j5CMvPGkEge14MSQ=="),
          fox("sha1$salt$75b7dddbc43cdb186f442119c19aca37f5838652"),
          fox("crypt$$abkXFbWP5afS2"),
          empty("pbkdf2_sha256$3000$saltsaltsalt$9eAcQlBBEdS6YHo56DXqyXTj+b2PmdboCNoJS6C5YyE="),
          empty("pbkdf2_sha1$3000$saltsaltsalt$6UpNycLzLUQlJF8W6j3B1aj0tto="),
          empty("bcrypt$$2b$04$lxaic75cV7hcqHeOS6LWo.LMHXXWjnptdssnEROAoDGorxwwWDOC2"),
          empty(
              "scrypt$1024$saltsalt$8$1$SsL+aXkjUF8zSY/Pq93gc2OTJ2/4iVbp1shwnySqYXSaQOLTty7Jrfz/v9ohjumbExm4vks8fWZ3D9Xh/aSnJg=="),
          empty("sha1$salt$b295d117135a9763da282e7dae73a5ca7d3e5b11"),
          empty("d41d8cd98f00b204e9800998ecf8427e"),
          empty("crypt$$abmF1QH4PEr.E"));

  /** A password and its stored hash. */
  public record Sample(String password, String encoded) {}

  private static Sample horse(String encoded) {
    return new Sample(HORSE, encoded);
  }

  private static Sample zofia(String encoded) {
    return new Sample(ZOFIA, encoded);
  }

  private static Sample fox(String encoded) {
    return new Sample(FOX, encoded);
  }

  private static Sample empty(String encoded) {
    return new Sample("", encoded);
  }

  private DjangoHashes() {}
}
