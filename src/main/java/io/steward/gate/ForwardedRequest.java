package io.steward.gate;

import io.steward.origin.forwarding.Forwarding.Forwarded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as the outermost trusted proxy received it. */
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
    // A proxy that passes on the sender's Host passes on its port too.
    if (forwarded.host().isEmpty()
        && (forwarded.scheme().isEmpty() || super.getServerPort() != usual(super.isSecure()))) {
      return super.getServerPort();
    }
    return usual(isSecure());
  }

  private static int usual(boolean isSecure) {
    return isSecure ? HTTPS_PORT : HTTP_PORT;
  }

  /** The path with the prefix that the proxy has removed, so that links lead through the proxy. */
  @Override
  public String getContextPath() {
    return forwarded.prefix() + super.getContextPath();
  }

  @Override
  public String getRequestURI() {
    return forwarded.prefix() + super.getRequestURI();
  }

  @Override
  public StringBuffer getRequestURL() {
    boolean isUsual = getServerPort() == usual(isSecure());
    return new StringBuffer(getScheme())
        .append("://")
        .append(getServerName())
        .append(isUsual ? "" : ":" + getServerPort())
        .append(getRequestURI());
  }
}
