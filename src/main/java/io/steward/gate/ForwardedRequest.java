package io.steward.gate;

import io.steward.origin.Forwarding.Forwarded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as the sender gave it to the outermost trusted proxy. */
final class ForwardedRequest extends HttpServletRequestWrapper {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final Forwarded forwarded;

  ForwardedRequest(HttpServletRequest request, Forwarded forwarded) {
    super(request);
    this.forwarded = forwarded;
  }

  @Override
  public String getRemoteAddr() {
    return forwarded.ip();
  }

  @Override
  public String getRemoteHost() {
    return forwarded.ip();
  }

  @Override
  public String getScheme() {
    return forwarded.scheme().orElseGet(super::getScheme);
  }

  @Override
  public boolean isSecure() {
    return getScheme().equals("https");
  }

  @Override
  public String getServerName() {
    return forwarded.host().orElseGet(super::getServerName);
  }

  @Override
  public int getServerPort() {
    return forwarded.port().orElseGet(this::usualPort);
  }

  private int usualPort() {
    if (forwarded.host().isEmpty() && forwarded.scheme().isEmpty()) {
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
