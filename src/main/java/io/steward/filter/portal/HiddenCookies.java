package io.steward.filter.portal;

import io.steward.origin.web.Cookies;
import io.steward.token.portal.PortalCookie;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request without Steward's cookies. With these cookies, an application could enter other
 * portals.
 */
public final class HiddenCookies extends HttpServletRequestWrapper {
  private static final String COOKIE = "Cookie";

  private HiddenCookies(HttpServletRequest request) {
    super(request);
  }

  /** The request as the application may see it; unchanged if it has no cookie of Steward's. */
  public static HttpServletRequest hide(HttpServletRequest request) {
    Enumeration<String> headers = request.getHeaders(COOKIE);
    while (headers.hasMoreElements()) {
      String header = headers.nextElement();
      if (PortalCookie.PREFIXES.stream().anyMatch(header::contains)) {
        return new HiddenCookies(request);
      }
    }
    return request;
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    Cookie[] all = super.getCookies();
    return all == null
        ? null
        : Stream.of(all).filter(HiddenCookies::isVisible).toArray(Cookie[]::new);
  }

  private static boolean isVisible(Cookie cookie) {
    return PortalCookie.PREFIXES.stream()
        .noneMatch(name -> cookie.getName().startsWith(name) || cookie.getValue().contains(name));
  }

  @Override
  public @Nullable String getHeader(String name) {
    return name.equalsIgnoreCase(COOKIE)
        ? visible().stream().findFirst().orElse(null)
        : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return name.equalsIgnoreCase(COOKIE)
        ? Collections.enumeration(visible())
        : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Stream<String> names = Collections.list(super.getHeaderNames()).stream();
    return Collections.enumeration(
        (visible().isEmpty() ? names.filter(name -> !name.equalsIgnoreCase(COOKIE)) : names)
            .toList());
  }

  private List<String> visible() {
    String rest = Cookies.without(super.getHeaders(COOKIE), PortalCookie.PREFIXES);
    return rest.isEmpty() ? List.of() : List.of(rest);
  }
}
