package io.steward.gateway;

import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Enumeration;
import java.util.function.Function;

/**
 * The headers of a proxy's authorization request. A repeated header is refused, because one of its
 * values may come from the client.
 */
final class SentHeaders {
  private static final Log LOG = Log.of("io.steward.gateway");

  private final Function<String, Enumeration<String>> byName;

  /**
   * Wraps the headers of a request.
   *
   * @param byName returns all values of a header
   */
  SentHeaders(Function<String, Enumeration<String>> byName) {
    this.byName = byName;
  }

  /**
   * The value of a required header.
   *
   * @throws ProblemException 403 if the header is missing, repeated or empty
   */
  String one(String name) {
    String value = atMostOne(name);
    if (value.isEmpty()) {
      throw refused(name);
    }
    return value;
  }

  /**
   * The value of an optional header; empty if the header is missing.
   *
   * @throws ProblemException 403 if the header is repeated or empty
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
    // Logged, because the proxy discards the response body.
    LOG.info(fault);
    return new ProblemException(ProblemType.FORBIDDEN, fault);
  }
}
