package io.steward.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** From where a session is used, as it is shown to its owner. */
public record Client(String ip, String userAgent) {
  private static final int LONGEST_USER_AGENT = 255;
  private static final int LONGEST_IP = 45;

  public static Client of(HttpServletRequest request) {
    String userAgent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    return new Client(
        cut(request.getRemoteAddr(), LONGEST_IP), cut(printable(userAgent), LONGEST_USER_AGENT));
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cc}", "");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
