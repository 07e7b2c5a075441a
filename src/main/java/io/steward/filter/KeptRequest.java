package io.steward.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * An admitted request that keeps its caller in asynchronous dispatches. Otherwise {@link
 * #startAsync()} would use the container's own request (Servlet 6.0, 9.7.2), which has no caller
 * and still has Steward's cookies.
 */
final class KeptRequest extends HttpServletRequestWrapper {
  private final ServletResponse response;

  KeptRequest(HttpServletRequest admitted, ServletResponse response) {
    super(admitted);
    this.response = response;
  }

  @Override
  public AsyncContext startAsync() {
    return super.startAsync(this, response);
  }
}
