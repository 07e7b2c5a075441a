package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.LostFilter;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** WARs whose web.xml disables or remaps the gate's filter. Without it, no request is served. */
@Tag("servers")
class LostFilterIT {
  @AutoClose private static StockTomcat tomcat;
  private static String bearer;

  @BeforeAll
  static void start() throws IOException {
    Path base = StockTomcat.base("lost-filter");
    Path webapps = base.resolve("webapps");
    Files.copy(Folders.WAR, webapps.resolve("whole.war"));
    for (LostFilter way : LostFilter.values()) {
      way.war(webapps);
    }
    Map<String, String> environment =
        new HashMap<>(Steward.environment(TestDatabase.create().url()));
    environment.putAll(ForwardAuthContract.settings(base));
    tomcat = StockTomcat.start(base, environment);
    bearer = LostFilter.bearer(tomcat.http("/whole"));
    LostFilter.askAsProxy(tomcat.http("/whole"), bearer).is(200);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MAPPED_ELSEWHERE")
  void no_resource_answers_without_the_filter(LostFilter way) {
    way.assertDead(tomcat.http("/" + way.contextName()), bearer);
  }

  @Test
  void a_second_mapping_of_the_filter_changes_nothing() {
    Http mapped = tomcat.http("/" + LostFilter.MAPPED_ELSEWHERE.contextName());
    LostFilter.assertShut(mapped);
    mapped.get("/user/update/", "Authorization", bearer).is(200);
  }

  @Test
  void a_lost_filter_is_logged() {
    tomcat.http("/" + LostFilter.IN_A_JAR_LEFT_OUT.contextName()).get("/health/live").is(500);
    assertThat(tomcat.process().log()).contains("the gate's filter is not in place");
  }
}
