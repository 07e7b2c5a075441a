package io.steward.gateway;

import io.steward.audit.Denials;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.Subject;
import io.steward.user.Permissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Explains which rule applies to a request and what a proxy would receive. */
public final class Explanation {
  private final RulesFile file;
  private final ForwardAuth forwardAuth;

  /**
   * Creates an instance.
   *
   * @param permissions if they were never read, the explanation only names the required permission
   */
  public Explanation(RulesFile file, Callers callers, Permissions permissions) {
    this.file = file;
    this.forwardAuth = new ForwardAuth(file, callers, permissions, Optional.empty(), new Denials());
  }

  /**
   * The explanation, line by line.
   *
   * @param headers the headers of the request, with the names that {@link Callers} reads
   * @param url a full URL, or only path and query
   */
  public List<String> of(Map<String, String> headers, String method, String url) {
    List<String> lines = new ArrayList<>();
    Optional<Rule> rule = Optional.empty();
    try {
      OriginalRequest request = request(method, url);
      rule = file.rules().of(request);
      lines.add("rule    " + rule.map(Rule::text).orElse("no rule applies"));
      lines.addAll(yes(forwardAuth.admit(request, named(headers))));
    } catch (ProblemException e) {
      lines.add("answer  " + no(e, rule));
    }
    return lines;
  }

  /** The host of a URL in canonical form; empty if the URL is only a path, or is refused. */
  public static Optional<String> host(String url) {
    try {
      return request("GET", url).host();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static OriginalRequest request(String method, String url) {
    if (url.startsWith("/")) {
      return OriginalRequest.of(method, "", url);
    }
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "The URL must begin with http:// or https://.");
    }
    String rest = url.substring(url.indexOf("//") + 2);
    int end = rest.contains("/") ? rest.indexOf('/') : rest.length();
    return OriginalRequest.of(
        method, rest.substring(0, end), end < rest.length() ? rest.substring(end) : "/");
  }

  private static Function<String, Enumeration<String>> named(Map<String, String> headers) {
    return name ->
        Collections.enumeration(
            Optional.ofNullable(headers.get(name)).map(List::of).orElse(List.of()));
  }

  private static List<String> yes(Optional<Subject> identity) {
    List<String> lines = new ArrayList<>(List.of("answer  200"));
    identity
        .map(IdentityHeaders::of)
        .ifPresent(
            all -> all.forEach((name, value) -> lines.add("        " + name + ": " + value)));
    return lines;
  }

  private static String no(ProblemException refusal, Optional<Rule> rule) {
    if (refusal.location().isPresent()) {
      // The query is left out: with its signature, anyone could send a browser back to this
      // address.
      return "302 to " + refusal.location().get().replaceFirst("\\?.*", "") + " and back";
    }
    return rule.map(Rule::demand)
        .filter(demand -> refusal.type() == ProblemType.UNDECIDED)
        .map(
            demand ->
                "200 if the user or one of the token's groups has the permission %s, otherwise 403;"
                        .formatted(demand.name())
                    + " this form of the command does not query the database, --user does")
        .orElse(refusal.type().status() + " " + refusal.detail());
  }
}
