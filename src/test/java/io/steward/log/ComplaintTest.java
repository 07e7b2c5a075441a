package io.steward.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ComplaintTest {
  private final Complaint complaint = new Complaint();

  @Test
  void a_reason_is_new_until_it_is_repeated() {
    assertThat(complaint.isNew("refused")).isTrue();
    assertThat(complaint.isNew("refused")).isFalse();
    assertThat(complaint.isNew("unreachable")).isTrue();
    assertThat(complaint.isNew("refused")).isTrue();
  }

  @Test
  void a_reason_is_new_again_after_the_failure_has_ended() {
    complaint.isNew("refused");
    complaint.end();
    assertThat(complaint.isNew("refused")).isTrue();
  }
}
