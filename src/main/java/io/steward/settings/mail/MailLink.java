package io.steward.settings.mail;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The links of one purpose.
 *
 * @param template the link, with {@code {token}} in it; empty if none is configured
 * @param lifetime how long a link works
 */
public record MailLink(Optional<String> template, Duration lifetime) {
  private static final String TOKEN = "{token}";
  private static final int LEAST = 60;
  private static final int MOST = 2_592_000;
  private static final Pattern LINK =
      Pattern.compile(
          "(https://[0-9A-Za-z.-]+|http://(localhost|127\\.0\\.0\\.1|\\[::1]))(:[0-9]{1,5})?"
              + "/[!-z|~]*\\{token}[!-z|~]*");

  static MailLink read(SettingReader reader, LinkPurpose purpose) {
    Setting link = purpose.link();
    return new MailLink(
        reader.text(
            link,
            LINK,
            "must be a link such as https://app.example.com/"
                + purpose.word()
                + "#{token}, with {token} once; http only for 127.0.0.1"),
        reader.seconds(purpose.lifetime(), LEAST, MOST));
  }

  /** The link with this token; empty without a template. */
  public Optional<String> with(String token) {
    return template.map(text -> text.replace(TOKEN, token));
  }
}
