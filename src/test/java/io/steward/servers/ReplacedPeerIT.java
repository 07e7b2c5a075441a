package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tomcat with its RemoteIpValve, which replaces the proxy's address with the client's. */
@Tag("servers")
class ReplacedPeerIT {
  private static final String WARNING = "remove Tomcat's RemoteIpValve";

  @AutoClose private static StockTomcat tomcat;

  @BeforeAll
  static void start() throws IOException {
    Path base = StockTomcat.base("tomcat-remote-ip");
    Files.copy(Folders.WAR, base.resolve("webapps/ROOT.war"));
    Path server = base.resolve("conf/server.xml");
    String valve = "<Valve className=\"org.apache.catalina.valves.RemoteIpValve\"/>";
    Files.writeString(
        server, Files.readString(server).replace("</Host>", valve + "\n      </Host>"));
    Map<String, String> environment =
        new HashMap<>(Steward.environment(TestDatabase.create().url()));
    environment.putAll(ForwardAuthContract.settings(base));
    tomcat = StockTomcat.start(base, environment);
  }

  private static ServerAnswer ask(String client) {
    return tomcat
        .http("")
        .get(
            "/authz/nginx",
            "X-Forwarded-For",
            client,
            "X-Original-Method",
            "GET",
            "X-Original-URI",
            "/public");
  }

  /** A client at 127.0.0.2 has an address that is trusted as a proxy's. */
  @Test
  void no_peer_is_trusted_and_one_warning_says_what_to_do() {
    ask("192.0.2.7").isProblem(403);
    ask("192.0.2.8").isProblem(403);
    ask("127.0.0.2").isProblem(403);
    assertThat(tomcat.process().log().split(WARNING, -1)).hasSize(2);
  }
}
