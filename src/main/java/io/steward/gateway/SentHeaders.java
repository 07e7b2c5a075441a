package io.steward.gateway;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/** The headers of a proxy's question, of which none may be there twice: one may be the client's. */
record SentHeaders(HttpHeaders all) {

  /**
   * The value of a header that must be there.
   *
   * @throws ProblemException 403 when it is not, or more than once
   */
  String one(String name) {
    List<String> values = values(name);
    if (values.size() != 1 || values.get(0).isEmpty()) {
      throw new ProblemException(ProblemType.FORBIDDEN, "The proxy must send " + name + ", once.");
    }
    return values.get(0);
  }

  /** The same of one that may be missing, and then is empty. */
  String atMostOne(String name) {
    return values(name).isEmpty() ? "" : one(name);
  }

  private List<String> values(String name) {
    return Objects.requireNonNullElse(all.getRequestHeader(name), List.of());
  }

  Enumeration<String> authorization() {
    return Collections.enumeration(values(HttpHeaders.AUTHORIZATION));
  }
}
