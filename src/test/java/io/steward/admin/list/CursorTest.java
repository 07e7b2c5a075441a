package io.steward.admin.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anyone can compute the checksum of a cursor. */
final class CursorTest {
  private static final String SCOPE = "users\nid";
  private static final Sort TIMES = new Sort("time", "time", Sort.Type.TIMESTAMPTZ);
  private static final Sort TEXTS = new Sort("text", "text", Sort.Type.TEXT);

  private static Cursor parsed(String value, Sort sort) {
    return Cursor.parse(new Cursor(true, -5, value).text(SCOPE), SCOPE, sort);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-infinity",
        "2026-01-31 12:00:00+00",
        "2026-01-31 12:00:00.123456+02",
        "2026-01-31 12:00:00.5+05:30",
        "2026-01-31 12:00:00-02:30"
      })
  void the_database_s_times_are_read_back(String time) {
    assertThat(parsed(time, TIMES)).isEqualTo(new Cursor(true, -5, time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30 00:00:00+00",
        "0000-01-01 00:00:00+00",
        "-0001-01-01 00:00:00+00",
        "+300000-01-01 00:00:00+00",
        "2026-01-31 12:00:00+02:00+02",
        "2026-01-31 12:00:00",
        "infinity",
        "now",
        "",
      })
  void a_time_that_the_database_does_not_write_is_refused(String time) {
    assertThatThrownBy(() -> parsed(time, TIMES)).isInstanceOf(ProblemException.class);
  }

  @Test
  void every_id_of_the_database_is_read_back() {
    Sort byId = Sort.byId();
    for (long id : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Cursor cursor = new Cursor(false, id, String.valueOf(id));
      assertThat(Cursor.parse(cursor.text(SCOPE), SCOPE, byId)).isEqualTo(cursor);
    }
    Cursor tooLarge = new Cursor(false, 1, "9223372036854775808");
    assertThatThrownBy(() -> Cursor.parse(tooLarge.text(SCOPE), SCOPE, byId))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void a_text_that_the_database_cannot_store_is_refused() {
    assertThat(parsed("a.b", TEXTS).value()).isEqualTo("a.b");
    assertThatThrownBy(() -> parsed("a\0", TEXTS)).isInstanceOf(ProblemException.class);
  }
}
