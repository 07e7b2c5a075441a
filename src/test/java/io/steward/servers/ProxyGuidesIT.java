package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.ProtectedApp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.SelfSigned;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in the guides of the proxies give the answers that stand there. */
@Tag("servers")
class ProxyGuidesIT {
  private static final Path DEPLOY = Path.of("deploy").toAbsolutePath();
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?<command>[a-z][^\n]*)\n#> (?<answer>.*)$");
  private static final Map<String, String> CHECKS =
      Map.of(
          "nginx", "nginx() { %s -p %s -c nginx.conf \"$@\"; }",
          "apache", "apache2ctl() { %s -f %s/apache.conf -t; }",
          "haproxy", "haproxy() { %s \"$@\"; } # %s",
          "caddy", "caddy() { %s \"$@\"; } # %s");

  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("guided-app");
    Path rules = Folders.fresh("guides").resolve("rules.txt");
    Files.writeString(rules, "* / authenticated\n");
    steward = TestServer.start(TestDatabase.create(), PortalCookies.settings(rules));
  }

  private static String commands(Path guide, String heading) throws IOException {
    String section = Files.readString(guide).split("\n##+ " + heading + "\n", 2)[1];
    int start = section.indexOf("```sh\n") + 6;
    return section.substring(start, section.indexOf("```\n", start));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void the_commands_that_show_that_it_works_give_their_answers(String name) throws Exception {
    try (ReverseProxy proxy = ReverseProxy.secure(name, steward.port(), app.port())) {
      String program = ReverseProxy.program(name.equals("apache") ? "apache2" : name);
      String prelude =
          "curl() { command curl -k --connect-to ::127.0.0.1:"
              + proxy.port()
              + " \"$@\"; }\n"
              + CHECKS.get(name).formatted(program, proxy.folder());
      String own = commands(DEPLOY.resolve(name + "/README.md"), "See that it works");
      String common = commands(DEPLOY.resolve("proxies.md"), "See that it works");
      List<MatchResult> all = COMMAND.matcher(own + common).results().toList();
      assertThat(all).hasSize(8);
      for (MatchResult one : all) {
        String command = one.group(1).replaceAll("/etc/(haproxy|caddy)/", proxy.folder() + "/");
        String said = bash(proxy.folder(), prelude + "\n" + command).strip();
        assertThat(said).as(command).containsPattern(pattern(one.group(2)));
      }
    }
  }

  /** Steward's rules know the host without port and final dot. */
  @Test
  void haproxy_chooses_a_second_application_by_the_host_that_the_rules_know() throws IOException {
    Matcher line =
        Pattern.compile("use_backend wiki if \\{ req.hdr\\(host\\) -m reg -i (\\S+) }")
            .matcher(Files.readString(DEPLOY.resolve("haproxy/README.md")));
    assertThat(line.find()).isTrue();
    Pattern host = Pattern.compile(line.group(1), Pattern.CASE_INSENSITIVE);
    for (String same :
        List.of("wiki.example.com", "Wiki.example.com:443", "wiki.example.com.:8443")) {
      assertThat(host.matcher(same).find()).as(same).isTrue();
    }
    for (String other :
        List.of("wikixexample.com", "wiki.example.com.evil.org", "a.wiki.example.com")) {
      assertThat(host.matcher(other).find()).as(other).isFalse();
    }
  }

  /** The answer as it stands there; its omissions match anything. */
  private static Pattern pattern(String answer) {
    return Pattern.compile(
        ("\\Q" + answer + "\\E").replace("…", "\\E.*\\Q") + "$", Pattern.MULTILINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy", "traefik"})
  void the_commands_that_copy_a_file_put_it_into_force(String name) throws Exception {
    Path folder = Folders.fresh("copied-" + name);
    for (String made : List.of("nginx/conf.d", "apache2/sites-available", "haproxy", "caddy")) {
      Files.createDirectories(folder.resolve("etc/" + made));
    }
    Path source = Files.createDirectories(folder.resolve("source"));
    try (var files = Files.list(DEPLOY.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, source.resolve(file.getFileName()));
      }
    }
    for (String made : List.of("certificate.pem", "intermediate.pem", "key.pem")) {
      Files.writeString(source.resolve(made), SelfSigned.pem());
    }
    String prelude =
        "for p in systemctl apt-get a2enmod a2ensite a2dissite nginx apache2ctl haproxy caddy; do"
            + " eval \"$p() { :; }\"; done\n";
    String script = commands(DEPLOY.resolve(name + "/README.md"), "Copy it");
    bash(source, prelude + script.replace("/etc/", folder + "/etc/"));

    String copied = copied(folder.resolve("etc"));
    assertThat(copied).contains("accounts.mine.org", "10.0.0.7:8000");
    assertThat(copied.lines().filter(line -> !line.strip().startsWith("#")))
        .noneMatch(line -> line.contains("example.com") || line.contains(":9000"))
        .noneMatch(line -> line.matches("\\s*(listen 80;|bind :80|<VirtualHost \\*:80>|:80 \\{)"));
    assertThat(copied)
        .containsPattern("(?m)^\\s*(listen 443 ssl|SSLEngine|bind :443|accounts.mine.org|entryP)");
  }

  private static String copied(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*(conf|cfg|Caddyfile|yml)$")).toList()) {
        all.append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  private static String bash(Path folder, String script) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-eu")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = bash.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as(script + said).isZero();
    return said;
  }
}
