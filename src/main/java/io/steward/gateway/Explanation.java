package io.steward.gateway;

import io.steward.audit.Denials;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.Subject;
import io.steward.user.Permissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** Explains which rule applies to a request and what a proxy would receive. Needs no database. */
public final class Explanation {
  private final RulesFile file;
  private final ForwardAuth forwardAuth;
  private final String scheme;

  public Explanation(RulesFile file, String scheme, AccessTokenVerifier verifier) {
    this.file = file;
    this.scheme = scheme;
    // Stays empty, because permissions are in the database, which this command does not query.
    this.forwardAuth =
        new ForwardAuth(
            file,
            new Callers(new BearerToken(scheme), verifier, Optional.empty()),
            new Permissions(Duration.ofSeconds(1)),
            Optional.empty(),
            new Denials());
  }

  /**
   * The explanation, line by line.
   *
   * @param token an access token; empty for a request without one
   * @param url a full URL, or only path and query
   */
  public List<String> of(String token, String method, String url) {
    List<String> lines = new ArrayList<>();
    Optional<Rule> rule = Optional.empty();
    try {
      OriginalRequest request = request(method, url);
      rule = file.rules().of(request);
      lines.add("rule    " + rule.map(Rule::text).orElse("no rule applies"));
      lines.addAll(yes(forwardAuth.admit(request, name -> header(name, token))));
    } catch (ProblemException e) {
      lines.add("answer  " + no(e, rule));
    }
    return lines;
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

  private Enumeration<String> header(String name, String token) {
    boolean isToken = name.equals("Authorization") && !token.isEmpty();
    return Collections.enumeration(isToken ? List.of(scheme + " " + token) : List.of());
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
    return rule.map(Rule::demand)
        .filter(demand -> refusal.type() == ProblemType.UNDECIDED)
        .map(
            demand ->
                "200 if the user or one of the token's groups has the permission %s, otherwise 403;"
                        .formatted(demand.name())
                    + " this command does not query the database")
        .orElse(refusal.type().status() + " " + refusal.detail());
  }
}
