package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate limits.
 *
 * @param account wrong passwords for one account from networks that never logged in to it
 * @param known wrong passwords for one account from networks that have logged in to it
 * @param network wrong passwords from one network, for all accounts
 * @param registration new accounts from one network
 * @param refresh refreshes of one session
 */
public record ThrottleSettings(
    boolean isOn, Rate account, Rate known, Rate network, Rate registration, Rate refresh) {
  /**
   * A rate limit.
   *
   * @param burst how many attempts are allowed at once
   * @param every the time after which one more is allowed
   */
  public record Rate(int burst, Duration every) {}

  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,4})/([1-9][0-9]{0,4})");

  static ThrottleSettings read(SettingReader reader) {
    return new ThrottleSettings(
        reader.isOn(Setting.THROTTLE),
        rate(reader, Setting.THROTTLE_ACCOUNT),
        rate(reader, Setting.THROTTLE_KNOWN),
        rate(reader, Setting.THROTTLE_NETWORK),
        rate(reader, Setting.THROTTLE_REGISTRATION),
        rate(reader, Setting.THROTTLE_REFRESH));
  }

  private static Rate rate(SettingReader reader, Setting setting) {
    Optional<String> text =
        reader.text(
            setting, RATE, "must be two whole numbers such as 10/30: 10 at once, then one in 30 s");
    Matcher rate = RATE.matcher(text.orElse("1/1"));
    return rate.matches()
        ? new Rate(
            Integer.parseInt(rate.group(1)), Duration.ofSeconds(Long.parseLong(rate.group(2))))
        : new Rate(1, Duration.ofSeconds(1));
  }
}
