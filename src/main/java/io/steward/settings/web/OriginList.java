package io.steward.settings.web;

import io.steward.origin.IpAddress;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import io.steward.uri.host.DomainName;
import io.steward.uri.host.HostName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a list of origins into the spelling of browsers: lower case, A-labels, no default port (URL
 * Standard, "origin"). Browsers send exactly this spelling, so texts can be compared.
 */
final class OriginList {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(?i)http(s)?://(\\[[0-9a-f:.]+]|[^\\[\\]:/?#@\\\\]+)(?::0*([1-9]\\d{0,4}))?");
  // Browsers read such a host as an IPv4 address, even if it has fewer than four parts.
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
  private static final int MAX_PORT = 65_535;
  private static final String DEMAND =
      "must list origins such as https://app.example.com, http://localhost:5173, without paths and"
          + " wildcards";

  private OriginList() {}

  static Set<String> read(SettingReader reader) {
    Set<String> origins = new LinkedHashSet<>();
    reader.value(Setting.CORS_ORIGINS).ifPresent(value -> read(reader, value, origins));
    return origins;
  }

  private static void read(SettingReader reader, SettingValue list, Set<String> origins) {
    List<String> entries =
        SEPARATOR.splitAsStream(list.text()).filter(entry -> !entry.isEmpty()).toList();
    if (entries.isEmpty()) {
      reader.refuse(list, DEMAND);
    }
    for (String entry : entries) {
      canonical(entry)
          .ifPresentOrElse(origins::add, () -> reader.refuse(entry(list, entry), DEMAND));
    }
  }

  private static SettingValue entry(SettingValue list, String text) {
    return new SettingValue(list.setting(), text, list.source());
  }

  /** The spelling of browsers; empty if the text is not an origin. */
  static Optional<String> canonical(String text) {
    Matcher parts = ORIGIN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean isSecure = parts.group(1) != null;
    int usual = isSecure ? 443 : 80;
    int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
    return host(parts.group(2))
        .filter(host -> port <= MAX_PORT)
        .map(
            host -> (isSecure ? "https://" : "http://") + host + (port == usual ? "" : ":" + port));
  }

  private static Optional<String> host(String text) {
    if (text.startsWith("[")) {
      return HostName.canonical(text);
    }
    // A final dot would name a different origin, surely by mistake, so it is refused.
    return DomainName.ascii(text)
        .filter(name -> !name.endsWith("."))
        .flatMap(HostName::canonical)
        .filter(host -> !NUMERIC.matcher(host).matches() || IpAddress.isValid(host));
  }
}
