package io.steward.password;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Stands in for the hashes of accounts that do not exist. An imported hash takes longer to verify
 * than one of Steward's own. So unknown addresses get hashes in the same proportions as accounts,
 * and time shows neither which addresses have an account nor which accounts are imported.
 */
public final class Decoys {
  private final ToDoubleFunction<String> position;
  private volatile List<Cost> costs = List.of();

  /**
   * Until {@link #replace} is called, only a hash of Steward's own cost stands in.
   *
   * @param position maps an address to a number from 0 to 1, always the same one on every node, and
   *     unpredictable without a secret
   */
  public Decoys(ToDoubleFunction<String> position) {
    this.position = position;
  }

  /**
   * Stored hashes that take the same time to verify, and their number.
   *
   * @param sample one of them
   */
  public record Cost(PasswordHash sample, long count) {
    private boolean isOwn() {
      return StoredHash.read(sample.encoded()).map(StoredHash::isOwn).orElse(true);
    }
  }

  /**
   * Replaces the costs.
   *
   * @param current the costs, always in the same order, so that few addresses change their cost
   */
  public void replace(List<Cost> current) {
    costs = current.stream().sorted(Comparator.comparing(cost -> !cost.isOwn())).toList();
  }

  /** The costs, Steward's own first. */
  public List<Cost> costs() {
    return costs;
  }

  /**
   * The hash that stands in for the hash of this account; empty for a hash of Steward's own cost.
   */
  Optional<PasswordHash> hash(String account) {
    List<Cost> known = costs;
    double rest = position.applyAsDouble(account) * known.stream().mapToLong(Cost::count).sum();
    for (Cost cost : known) {
      rest -= cost.count();
      if (rest < 0) {
        return Optional.of(cost.sample());
      }
    }
    return Optional.empty();
  }
}
