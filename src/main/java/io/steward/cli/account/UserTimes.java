package io.steward.cli.account;

import io.steward.cli.installation.Times;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select users by the times of their registration and last login. */
final class UserTimes {
  @Option(
      names = "--joined-after",
      paramLabel = "TIME",
      description =
          "Only users who joined at this time or later: 2026-01-31, 2026-01-31T12:00:00Z, or 24h"
              + " for 24 hours ago.")
  private Optional<String> joinedAfter = Optional.empty();

  @Option(
      names = "--joined-before",
      paramLabel = "TIME",
      description = "Only users who joined before this time.")
  private Optional<String> joinedBefore = Optional.empty();

  @Option(
      names = "--last-login-after",
      paramLabel = "TIME",
      description = "Only users whose last login was at this time or later.")
  private Optional<String> lastLoginAfter = Optional.empty();

  @Option(
      names = "--last-login-before",
      paramLabel = "TIME",
      description = "Only users whose last login was before this time.")
  private Optional<String> lastLoginBefore = Optional.empty();

  /** Adds the parameters of the list of users. */
  void addTo(Map<String, String> filters) {
    add(filters, "--joined-after", joinedAfter);
    add(filters, "--joined-before", joinedBefore);
    add(filters, "--last-login-after", lastLoginAfter);
    add(filters, "--last-login-before", lastLoginBefore);
  }

  private static void add(Map<String, String> filters, String option, Optional<String> text) {
    text.map(time -> Times.of(option, time).toString())
        .ifPresent(time -> filters.put(option.substring(2).replace('-', '_'), time));
  }
}
