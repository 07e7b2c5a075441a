package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where {@code java -jar} listens. A container uses its own configuration instead.
 *
 * @param host an IP address or a host name
 * @param port 0 means any free port
 * @param drain how long the node keeps serving after SIGTERM, so that proxies can switch to other
 *     nodes
 */
public record HttpSettings(String host, int port, Duration drain) {
  /** The servlet context attribute with the {@link Runnable} that begins the shutdown. */
  public static final String LEAVE_ATTRIBUTE = "io.steward.leave";

  private static final Pattern HOST =
      Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]*|[0-9A-Fa-f]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");

  static HttpSettings read(SettingReader reader) {
    return new HttpSettings(
        reader
            .text(Setting.HTTP_HOST, HOST, "must be a host name or an IP address such as 127.0.0.1")
            .orElse(""),
        reader.number(Setting.HTTP_PORT, 0, 65_535, ""),
        reader.seconds(Setting.HTTP_DRAIN, 0, 120));
  }
}
