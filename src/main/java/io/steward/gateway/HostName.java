package io.steward.gateway;

import java.util.regex.Pattern;

/** Knows host names as rules and identity tokens name them: without what a proxy may add. */
public final class HostName {
  private static final Pattern NAME = Pattern.compile("[0-9a-z._-]{1,253}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

  private HostName() {}

  /** Whether that is a name or an address in lower case, without a port or a last dot. */
  public static boolean isPlain(String text) {
    boolean isName =
        NAME.matcher(text).matches()
            && !text.startsWith(".")
            && !text.endsWith(".")
            && !text.contains("..");
    return isName || IPV6.matcher(text).matches();
  }
}
