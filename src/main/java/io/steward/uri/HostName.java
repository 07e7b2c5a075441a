package io.steward.uri;

import java.util.regex.Pattern;

/** Checks the host names in rules and identity tokens. */
public final class HostName {
  private static final Pattern NAME = Pattern.compile("[0-9a-z._-]{1,253}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

  private HostName() {}

  /** Whether a text is a lower-case host name or IP address, without a port or a final dot. */
  public static boolean isPlain(String text) {
    boolean isName =
        NAME.matcher(text).matches()
            && !text.startsWith(".")
            && !text.endsWith(".")
            && !text.contains("..");
    return isName || IPV6.matcher(text).matches();
  }
}
