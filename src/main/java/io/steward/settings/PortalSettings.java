package io.steward.settings;

import io.steward.origin.IpAddress;
import io.steward.settings.jwt.VerifierSettings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import io.steward.uri.host.DomainName;
import io.steward.uri.host.HostName;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The applications that people enter with a browser.
 *
 * @param publicUrl the address of Steward, without a slash at the end
 * @param domain the parent domain of Steward and its portals; may be empty
 * @param hosts the portals on other domains
 * @param lifetime how long a portal's cookie is valid at most, in whole seconds
 */
public record PortalSettings(
    String publicUrl, String domain, Set<String> hosts, Duration lifetime) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final String NEEDS_URL = " is set, which needs STEWARD_PUBLIC_URL with https://";
  private static final String NEEDS_RULES =
      " is set, which needs STEWARD_AUTHZ_RULES: people reach these hosts only through a proxy that"
          + " asks Steward";

  static Optional<PortalSettings> read(SettingReader reader) {
    Optional<SettingValue> given = reader.value(Setting.PORTAL_DOMAIN);
    Optional<SettingValue> others = reader.value(Setting.PORTAL_HOSTS);
    Duration lifetime = VerifierSettings.portalLifetime(reader);
    if (given.isEmpty() && others.isEmpty()) {
      return Optional.empty();
    }
    // The filter jar needs no rules, but serves only hosts of the domain.
    if (reader.find(Setting.AUTHZ_RULES).isEmpty()) {
      others.ifPresent(value -> reader.fault(value.label() + NEEDS_RULES));
    }
    String url = reader.find(Setting.PUBLIC_URL).map(SettingValue::text).orElse("");
    if (!url.startsWith("https://")) {
      given.or(() -> others).ifPresent(value -> reader.fault(value.label() + NEEDS_URL));
      return Optional.empty();
    }
    String domain = given.map(value -> domain(reader, value, host(url))).orElse("");
    Set<String> hosts = new LinkedHashSet<>();
    others.ifPresent(list -> hosts(reader, list, domain, hosts));
    return Optional.of(new PortalSettings(url, domain, hosts, lifetime));
  }

  private static String host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost()).orElse("");
    } catch (IllegalArgumentException e) {
      // The address itself is refused elsewhere.
      return "";
    }
  }

  private static String domain(SettingReader reader, SettingValue value, String own) {
    Optional<String> domain = name(value.text());
    if (domain.isEmpty()) {
      reader.refuse(value, "must be a domain such as example.com, without a port");
    } else if (PublicSuffixes.contain(domain.get())) {
      reader.refuse(
          value, "must be a domain of your own, because the cookie is sent to all its hosts");
    } else if (!isWithin(own, domain.get())) {
      reader.refuse(value, "must contain the host of STEWARD_PUBLIC_URL, " + own);
    }
    return domain.orElse("");
  }

  private static void hosts(
      SettingReader reader, SettingValue list, String domain, Set<String> hosts) {
    List<String> entries = SEPARATOR.splitAsStream(list.text()).filter(e -> !e.isEmpty()).toList();
    for (String entry : entries) {
      SettingValue value = new SettingValue(list.setting(), entry, list.source());
      Optional<String> host = name(entry);
      host.ifPresent(hosts::add);
      if (host.isEmpty()) {
        reader.refuse(value, "must list hosts such as wiki.example.org, without ports");
      } else if (isWithin(host.get(), domain)) {
        reader.refuse(value, "must not list hosts of STEWARD_PORTAL_DOMAIN");
      }
    }
  }

  /** A name with at least two labels in its canonical form. */
  private static Optional<String> name(String text) {
    return DomainName.ascii(text)
        .flatMap(HostName::canonical)
        .filter(name -> name.contains(".") && !name.startsWith("["))
        .filter(name -> !IpAddress.isValid(name) && !name.matches("(.*\\.)?(\\d+|0x[0-9a-f]*)"));
  }

  /** Whether a host is this domain or lies in it; both in canonical form. */
  public static boolean isWithin(String host, String domain) {
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }
}
