package io.steward.gateway;

import io.steward.uri.PlainPath;
import io.steward.uri.host.HostName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads rules line by line and collects all faults, so that they are reported together. */
final class RuleReader {
  private static final Pattern BLANK = Pattern.compile("\\s*(#.*)?");
  private static final Pattern COMMENT = Pattern.compile("\\s#.*");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  // Only characters that a URL can write in just one way. A second way could bypass the rule.
  private static final Pattern PATH = Pattern.compile("[0-9A-Za-z/._~-]+");
  private static final Pattern UNUSABLE = Pattern.compile("[\\p{Cc}&&[^\\t]]|\uFFFD");
  private static final Set<String> METHODS =
      Set.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "PROPFIND",
          "PROPPATCH",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK",
          "REPORT",
          "SEARCH");

  private final List<Rule> rules = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private int line;

  /** The result. If there are faults, the rules are incomplete. */
  record Reading(Rules rules, List<String> faults) {}

  static Reading read(String text) {
    RuleReader reader = new RuleReader();
    text.lines().forEach(reader::readLine);
    if (reader.rules.isEmpty() && reader.faults.isEmpty()) {
      reader.faults.add("the file has no rule and would reject every request: add a rule");
    }
    return new Reading(new Rules(reader.rules), reader.faults);
  }

  private void readLine(String text) {
    line++;
    if (BLANK.matcher(text).matches()) {
      return;
    }
    List<String> words =
        SPACE.splitAsStream(COMMENT.matcher(text).replaceFirst("").strip()).toList();
    int path = words.stream().map(word -> word.startsWith("/")).toList().indexOf(true);
    if (UNUSABLE.matcher(text).find()) {
      fault("contains a control or undecodable character");
    } else if (path < 1 || path > 2 || path == words.size() - 1) {
      fault("is not a rule such as: GET,HEAD /reports/ group:staff");
    } else {
      Optional<String> host = Optional.of(words.get(0)).filter(word -> path == 2);
      read(host, words.subList(path - 1, words.size()));
    }
  }

  /** Reads methods, a path and a requirement. */
  private void read(Optional<String> host, List<String> words) {
    int before = faults.size();
    Optional<String> named = host.flatMap(HostName::canonical);
    if (host.isPresent() && named.isEmpty()) {
      fault("needs a host name such as intra.example.com before the methods, without a port");
    }
    Set<String> methods = methods(words.get(0));
    String path = words.get(1);
    if (!PATH.matcher(path).matches() || PlainPath.of(path).isEmpty()) {
      fault("has a path with characters other than letters, digits, '-', '_', '~' and inner '.'");
    }
    Optional<Demand> demand = demand(words.subList(2, words.size()));
    if (faults.size() == before) {
      String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      add(new Rule(line, named, methods, prefix, demand.orElseThrow()));
    }
  }

  private Optional<Demand> demand(List<String> words) {
    Optional<Demand> demand = Demand.parse(String.join(" ", words));
    if (demand.isEmpty()) {
      fault("must end in public, authenticated, verified, group:NAME or permission:APP.CODE");
    }
    return demand;
  }

  private Set<String> methods(String list) {
    if (list.equals("*")) {
      return Set.of();
    }
    List<String> named = Arrays.asList(list.split(",", -1));
    Set<String> methods = new LinkedHashSet<>(named);
    if (!METHODS.containsAll(methods) || methods.size() < named.size()) {
      fault("must have * as methods, or a list without repeats such as GET,HEAD");
    }
    return methods;
  }

  private void add(Rule rule) {
    rules.stream()
        .filter(earlier -> earlier.covers(rule))
        .findFirst()
        .ifPresent(earlier -> fault("is never reached: line " + earlier.line() + " matches first"));
    rules.add(rule);
  }

  private void fault(String what) {
    faults.add("line " + line + " " + what);
  }
}
