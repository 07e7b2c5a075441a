package io.steward.gateway;

import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Enumeration;
import java.util.function.Function;

/**
 * The headers of a proxy's question, of which none may be there twice: one may be the client's.
 *
 * @param byName all the values of one
 */
record SentHeaders(Function<String, Enumeration<String>> byName) {
  private static final Log LOG = Log.of("io.steward.gateway");

  /**
   * The value of a header that must be there.
   *
   * @throws ProblemException 403 when it is not, or more than once
   */
  String one(String name) {
    String value = atMostOne(name);
    if (value.isEmpty()) {
      throw refused(name);
    }
    return value;
  }

  /**
   * The same of one that may be missing, and then is empty.
   *
   * @throws ProblemException 403 when it is there more than once, or says nothing
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
    String fault = "The proxy must send " + name + ", once.";
    // The proxy throws away what it is told, and whoever has set it up looks here.
    LOG.info(fault);
    return new ProblemException(ProblemType.FORBIDDEN, fault);
  }
}
