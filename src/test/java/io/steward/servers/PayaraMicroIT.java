package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.LostFilter;
import io.steward.testing.PayaraMicro;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same file on Payara Micro, which brings its own Jersey and EclipseLink. */
class PayaraMicroIT {
  private static PayaraMicro payara;

  @BeforeAll
  static void start() throws IOException {
    Path folder = Folders.fresh("payara");
    Path mapped = LostFilter.MAPPED_ELSEWHERE.war(folder);
    Path steward = Files.copy(Folders.WAR, folder.resolve("ROOT.war"));
    payara =
        PayaraMicro.start(
            folder, Steward.environment(TestDatabase.create().url()), steward, mapped);
  }

  @AfterAll
  static void stop() {
    if (payara != null) {
      payara.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> does_what_every_server_does() {
    return ServerContract.of(payara.http(""));
  }

  @TestFactory
  Stream<DynamicTest> keeps_to_itself_what_runs_here() {
    return OddRequests.of(payara.http(""));
  }

  /** Payara replaces the annotation's pattern by that of the descriptor. */
  @Test
  void stays_shut_when_a_descriptor_moves_the_filter_away() {
    Http mapped = payara.http("/mapped-elsewhere");
    String bearer = LostFilter.bearer(payara.http(""));
    LostFilter.assertShut(mapped);
    assertThat(mapped.get("/user/update/", "Authorization", bearer).status()).isEqualTo(500);
  }
}
