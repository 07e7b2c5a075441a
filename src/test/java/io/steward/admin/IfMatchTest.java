package io.steward.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IfMatchTest {
  @ParameterizedTest
  @ValueSource(strings = {"*", "\"7\"", "\"6\", \"7\"", " ,\"7\",", "\"\",W/\"8\" ,\t\"7\""})
  void the_named_version_may_be_changed(String header) {
    IfMatch.of(List.of(header)).demand(7);
  }

  @Test
  void without_the_header_every_version_may_be_changed() {
    IfMatch.of(null).demand(7);
    IfMatch.of(List.of()).demand(7);
    IfMatch.of(List.of("\"6\"", "\"7\"")).demand(7);
  }

  @Test
  void a_header_with_very_many_tags_is_read() {
    IfMatch.of(List.of("\"\",".repeat(20_000) + "\"7\"")).demand(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"6\"", "W/\"7\"", "\"07\"", "\"\"", "\"*\"", "\"6\",\"8\""})
  void another_version_is_refused(String header) {
    assertThatThrownBy(() -> IfMatch.of(List.of(header)).demand(7))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> is(e, ProblemType.PRECONDITION_FAILED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "\"7", "w/\"7\"", "*, \"7\"", "\"7\" \"8\"", "\"a b\"", ","})
  void a_malformed_header_is_refused(String header) {
    assertThatThrownBy(() -> IfMatch.of(List.of(header)))
        .isInstanceOfSatisfying(ProblemException.class, e -> is(e, ProblemType.MALFORMED_REQUEST));
  }

  private static void is(ProblemException refusal, ProblemType type) {
    assertThat(refusal.type()).isEqualTo(type);
  }
}
