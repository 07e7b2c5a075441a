package io.steward.admin;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Allows a change only to the version that the sender has read (RFC 9110, 13.1.1).
 *
 * @param tags the accepted entity tags; empty if every version is accepted
 */
public record IfMatch(Optional<Set<String>> tags) {
  /** Accepts every version. */
  public static final IfMatch ANY = new IfMatch(Optional.empty());

  // Possessive, and without a group that repeats: no header causes deep recursion.
  private static final Pattern NEXT =
      Pattern.compile("\\G[ \\t,]*+((?:W/)?+\"[!\\x23-\\x7e\\x80-\\xff]*+\")(?=[ \\t]*+(?:,|$))");
  private static final Pattern REST = Pattern.compile("[ \\t,]*+");

  /**
   * The condition of a request.
   *
   * @param headers the values of the headers {@code If-Match}; if there are none, every version is
   *     accepted
   * @throws ProblemException 400 if the header is malformed
   */
  public static IfMatch of(@Nullable List<String> headers) {
    String sent = headers == null ? "" : String.join(",", headers).strip();
    if (headers == null || headers.isEmpty() || sent.equals("*")) {
      return ANY;
    }
    Set<String> tags = new HashSet<>();
    Matcher next = NEXT.matcher(sent);
    int end = 0;
    while (next.find()) {
      tags.add(next.group(1));
      end = next.end();
    }
    if (tags.isEmpty() || !REST.matcher(sent.substring(end)).matches()) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST, "If-Match must be an ETag such as \"7\", or *.");
    }
    return new IfMatch(Optional.of(tags));
  }

  /**
   * Refuses conditions where nothing has a version, because the sender relies on them.
   *
   * @throws ProblemException 400
   */
  public static void demandNone(@Nullable List<String> headers) {
    if (of(headers).tags().isPresent()) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST,
          "This request needs no version: send it without If-Match.");
    }
  }

  /** Accepts one version. */
  public static IfMatch version(int version) {
    return new IfMatch(Optional.of(Set.of(tag(version))));
  }

  /**
   * The value of the header {@code ETag} for a version. It is strong, and weak ones never match.
   */
  public static String tag(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Refuses the change of another version.
   *
   * @throws ProblemException 412
   */
  public void demand(int version) {
    if (tags.filter(accepted -> !accepted.contains(tag(version))).isPresent()) {
      throw new ProblemException(ProblemType.PRECONDITION_FAILED);
    }
  }
}
