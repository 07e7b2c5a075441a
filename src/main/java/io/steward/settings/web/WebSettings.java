package io.steward.settings.web;

import io.steward.origin.forwarding.Networks;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What people and pages on the web may do.
 *
 * @param concealsAddresses whether the response to a registration hides that an address is taken
 * @param publicUrl the address of Steward in links, without a slash at the end
 * @param origins the other origins whose pages may use the API, exactly as browsers write them
 * @param opensApiToCookies whether scripts of Steward's own origin may use the API with the cookie
 *     of their browser's session
 * @param brand how pages look
 * @param adminNetworks the networks from which the administration is open; empty for all
 */
public record WebSettings(
    RegistrationMode registration,
    boolean concealsAddresses,
    Optional<String> publicUrl,
    Set<String> origins,
    boolean opensApiToCookies,
    BrandSettings brand,
    Networks adminNetworks) {
  private static final Pattern URL =
      Pattern.compile(
          "(?:https://[0-9a-z.-]+|http://(?:localhost|127\\.0\\.0\\.1|\\[::1]))(?::[1-9]\\d{0,4})?"
              + "(?:/[0-9A-Za-z._~-]+)*");

  /**
   * Whether a change of address takes effect only after the owner of the new address confirms it.
   */
  public boolean demandsProvedAddresses() {
    return registration == RegistrationMode.VERIFIED || concealsAddresses;
  }

  public static WebSettings read(SettingReader reader) {
    return new WebSettings(
        RegistrationMode.read(reader),
        reader.isOn(Setting.REGISTRATION_CONCEAL),
        reader.text(
            Setting.PUBLIC_URL,
            URL,
            "must be an address such as https://accounts.example.com, in lower case, without a"
                + " slash at the end; http only for 127.0.0.1"),
        OriginList.read(reader),
        reader.isOn(Setting.COOKIE_API),
        BrandSettings.read(reader),
        NetworkList.read(reader, Setting.ADMIN_NETWORKS));
  }
}
