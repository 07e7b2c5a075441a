package io.steward.gate;

import io.steward.origin.Forwarding.Forwarded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as the client sent it to the outermost trusted proxy. */
final class ForwardedRequest extends HttpServletRequestWrapper {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final Forwarded origin;

  ForwardedRequest(HttpServletRequest request, Forwarded origin) {
    super(request);
    this.origin = origin;
  }

  @Override
  public String getRemoteAddr() {
    return origin.ip();
  }

  @Override
  public String getRemoteHost() {
    return origin.ip();
  }

  @Override
  public String getScheme() {
    return origin.scheme().orElseGet(super::getScheme);
  }

  @Override
  public boolean isSecure() {
    return getScheme().equals("https");
  }

  @Override
  public String getServerName() {
    return origin.host().orElseGet(super::getServerName);
  }

  @Override
  public int getServerPort() {
    return origin.port().orElseGet(this::usualPort);
  }

  private int usualPort() {
    if (origin.host().isEmpty() && origin.scheme().isEmpty()) {
      return super.getServerPort();
    }
    return isSecure() ? HTTPS_PORT : HTTP_PORT;
  }

  @Override
  public StringBuffer getRequestURL() {
    boolean isUsual = getServerPort() == (isSecure() ? HTTPS_PORT : HTTP_PORT);
    return new StringBuffer(getScheme())
        .append("://")
        .append(getServerName())
        .append(isUsual ? "" : ":" + getServerPort())
        .append(getRequestURI());
  }
}
