package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalHeadersTest {
  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void every_refusal_that_ends_by_itself_says_when(ProblemType type) {
    boolean ends =
        type.status() == 429 || (type.status() == 503 && type != ProblemType.MAIL_UNAVAILABLE);
    assertThat(RefusalHeaders.of(new ProblemException(type), "Bearer").containsKey("Retry-After"))
        .isEqualTo(ends);
  }

  @Test
  void a_known_time_to_wait_is_named() {
    ProblemException throttled = ProblemException.throttled(Duration.ofMinutes(3));
    assertThat(RefusalHeaders.of(throttled, "Bearer")).containsEntry("Retry-After", "180");
  }
}
