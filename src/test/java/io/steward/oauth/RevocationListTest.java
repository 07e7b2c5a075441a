package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import io.steward.token.issue.RefreshTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RevocationListTest {
  private static final int MANY = 100_000;

  private static Revocations of(List<EndedSession> all) {
    Revocations revocations = new Revocations(Duration.ofSeconds(60));
    revocations.add(all);
    return revocations;
  }

  private static String text(RevocationList list) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      list.json().write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void ends_of_many_sessions_are_listed_apart_from_single_ends() {
    Revocations revocations = of(List.of());
    revocations.addBulk(
        List.of(
            new BulkRevocation(7, 2, "a", 0, 3, true),
            new BulkRevocation(BulkRevocation.EVERYBODY, 0, "", 5, 4, false)));
    assertThat(text(RevocationList.of(revocations)))
        .isEqualTo(
            "{\"revocations\":[],\"bulk\":["
                + "{\"user_id\":0,\"version\":0,\"except_sid\":\"\",\"issued_before\":5,"
                + "\"exp\":4,\"kind\":\"revoked\"},"
                + "{\"user_id\":7,\"version\":2,\"except_sid\":\"a\",\"issued_before\":0,"
                + "\"exp\":3,\"kind\":\"user_deleted\"}]}");
  }

  @Test
  void the_same_revocations_are_the_same_text_in_any_order() {
    EndedSession one = new EndedSession("b", 2, true);
    EndedSession other = new EndedSession("a", 1, false);
    RevocationList list = RevocationList.of(of(List.of(one, other)));
    RevocationList same = RevocationList.of(of(List.of(other, one)));
    assertThat(text(list))
        .isEqualTo(
            "{\"revocations\":[{\"sid\":\"a\",\"exp\":1,\"kind\":\"revoked\"},"
                + "{\"sid\":\"b\",\"exp\":2,\"kind\":\"user_deleted\"}]}");
    assertThat(text(same)).isEqualTo(text(list));
    assertThat(same.tag()).isEqualTo(list.tag());
    assertThat(RevocationList.of(of(List.of(one))).tag()).isNotEqualTo(list.tag());
  }

  @Test
  void the_list_of_many_revocations_has_the_documented_size() {
    List<EndedSession> many =
        IntStream.range(0, MANY)
            .mapToObj(i -> new EndedSession(RefreshTokens.newSessionId(), 1_800_000_000L, false))
            .toList();
    assertThat(text(RevocationList.of(of(many))).length()).isBetween(6_500_000, 7_000_000);
  }
}
