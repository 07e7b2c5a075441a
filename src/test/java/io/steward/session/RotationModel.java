package io.steward.session;

import java.util.HashMap;
import java.util.Map;

/**
 * A model of the rotation rules for one session, without a database, a statement or a lock. The
 * test compares its answers with those that PostgreSQL gives.
 */
final class RotationModel {
  static final int GRACE = 30;
  static final int IDLE = 130;
  static final int LIFETIME = 510;

  private int newest;
  private String key;
  private int now;
  private int rotatedAt;
  private boolean ended;
  private boolean active = true;

  /** For each generation, the time of the first answer that contained its successor. */
  private final Map<Integer, Integer> usedUpAt = new HashMap<>();

  private final Map<Integer, String> given = new HashMap<>();
  private boolean seenEnded;

  RotationModel(String key) {
    this.key = key;
  }

  /** The answer that the rules demand. After a replay, the caller must revoke the session. */
  String present(int generation, String keyOfNode) {
    if (ended || !active) {
      return "ended";
    }
    if (now > LIFETIME || now - rotatedAt > IDLE) {
      return "expired";
    }
    if (generation >= newest) {
      newest = generation + 1;
      key = keyOfNode;
      rotatedAt = now;
    } else if (generation < newest - 1 || now - rotatedAt > GRACE) {
      return "replayed";
    }
    return newest + " by " + key;
  }

  void pass(int seconds) {
    now += seconds;
  }

  void revoke() {
    ended = true;
  }

  void activate(boolean nowActive) {
    active = nowActive;
  }

  int newest() {
    return newest;
  }

  /** The state that the tables must have. */
  String row() {
    return ended ? "revoked" : newest + " by " + key;
  }

  /** Checks an answer against the invariants. */
  void witness(int generation, String answer) {
    if (ended) {
      seenEnded = true;
    }
    if (!answer.contains(" by ")) {
      return;
    }
    demand(!seenEnded, "the session is alive again after its end");
    demand(answer.startsWith(generation + 1 + " by "), "not the direct successor");
    demand(
        answer.equals(given.computeIfAbsent(generation, g -> answer)),
        "a second successor of the same token");
    int firstUse = usedUpAt.computeIfAbsent(generation, g -> now);
    demand(now - firstUse <= GRACE, "used again after the grace period");
  }

  private static void demand(boolean condition, String complaint) {
    if (!condition) {
      throw new AssertionError(complaint);
    }
  }
}
