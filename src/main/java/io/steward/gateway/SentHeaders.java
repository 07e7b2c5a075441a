package io.steward.gateway;

import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Enumeration;
import java.util.function.Function;

/**
 * The headers of a proxy's authorization request. A repeated header is refused: one of the two may
 * come from the client.
 */
final class SentHeaders {
  private static final Log LOG = Log.of("io.steward.gateway");

  private final Function<String, Enumeration<String>> byName;

  /**
   * Reads headers.
   *
   * @param byName returns all values of a header
   */
  SentHeaders(Function<String, Enumeration<String>> byName) {
    this.byName = byName;
  }

  /**
   * The value of a required header.
   *
   * @throws ProblemException 403 if it is missing, repeated or empty
   */
  String one(String name) {
    String value = atMostOne(name);
    if (value.isEmpty()) {
      throw refused(name);
    }
    return value;
  }

  /**
   * The value of an optional header; empty if it is missing.
   *
   * @throws ProblemException 403 if it is repeated or empty
   */
  String atMostOne(String name) {
    Enumeration<String> values = byName.apply(name);
    if (!values.hasMoreElements()) {
      return "";
    }
    String value = values.nextElement();
    if (value.isEmpty() || values.hasMoreElements()) {
      throw refused(name);
    }
    return value;
  }

  private static ProblemException refused(String name) {
    String fault = "The proxy must send exactly one " + name + " header.";
    // The proxy discards the response body; its operator looks in this log.
    LOG.info(fault);
    return new ProblemException(ProblemType.FORBIDDEN, fault);
  }
}
