package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The options that add and remove groups and permissions of a user. */
final class MembershipOptions {
  private static final String SEVERAL = "May be given several times.";

  @Option(names = "--add-group", paramLabel = "NAME", description = SEVERAL)
  private Set<String> addedGroups = new TreeSet<>();

  @Option(names = "--remove-group", paramLabel = "NAME", description = SEVERAL)
  private Set<String> removedGroups = new TreeSet<>();

  @Option(names = "--grant", paramLabel = "CODE", description = SEVERAL)
  private Set<String> granted = new TreeSet<>();

  @Option(names = "--revoke", paramLabel = "CODE", description = SEVERAL)
  private Set<String> revoked = new TreeSet<>();

  /** Adds the groups and permissions that the user is to have to the members of a change. */
  Accounts.Members with(Map<String, Object> others) {
    demandDisjoint(addedGroups, removedGroups, "--add-group and --remove-group");
    demandDisjoint(granted, revoked, "--grant and --revoke");
    return user -> {
      Map<String, Object> members = new HashMap<>(others);
      if (!addedGroups.isEmpty() || !removedGroups.isEmpty()) {
        members.put("groups", changed(user.groups(), addedGroups, removedGroups));
      }
      if (!granted.isEmpty() || !revoked.isEmpty()) {
        members.put("permissions", changed(user.permissions(), granted, revoked));
      }
      return members;
    };
  }

  private static void demandDisjoint(Set<String> some, Set<String> others, String options) {
    if (!Collections.disjoint(some, others)) {
      throw Refusal.usage(options + " have a value in common.");
    }
  }

  private static List<String> changed(
      List<String> present, Collection<String> added, Collection<String> removed) {
    Set<String> names = new TreeSet<>(present);
    names.addAll(added);
    names.removeAll(removed);
    return List.copyOf(names);
  }
}
