package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate limits.
 *
 * @param account wrong passwords for one account
 * @param known wrong passwords for one account from one network that has logged in to it, counted
 *     after {@code account} is used up
 * @param network wrong passwords from one network, for all accounts
 * @param login right passwords for one account
 * @param registration new accounts and new email addresses from one network
 * @param refresh refreshes of one session
 * @param mail messages to one address that its owner may not have asked for
 * @param mailNetwork such messages to any address, caused from one network
 */
public record ThrottleSettings(
    boolean isOn,
    Rate account,
    Rate known,
    Rate network,
    Rate login,
    Rate registration,
    Rate refresh,
    Rate mail,
    Rate mailNetwork) {
  /**
   * A rate limit.
   *
   * @param burst how many attempts are allowed at once
   * @param every the time after which one more is allowed
   */
  public record Rate(int burst, Duration every) {}

  private static final int MOST = 99_999;
  private static final Rate LEAST = new Rate(1, Duration.ofSeconds(1));
  private static final Pattern RATE = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");
  private static final String DEMAND =
      "must be two whole numbers from 1 to "
          + MOST
          + " such as 10/30: 10 at once, then one in 30 s";

  static ThrottleSettings read(SettingReader reader) {
    return new ThrottleSettings(
        reader.isOn(Setting.THROTTLE),
        rate(reader, Setting.THROTTLE_ACCOUNT),
        rate(reader, Setting.THROTTLE_KNOWN),
        rate(reader, Setting.THROTTLE_NETWORK),
        rate(reader, Setting.THROTTLE_LOGIN),
        rate(reader, Setting.THROTTLE_REGISTRATION),
        rate(reader, Setting.THROTTLE_REFRESH),
        rate(reader, Setting.THROTTLE_MAIL),
        rate(reader, Setting.THROTTLE_MAIL_NETWORK));
  }

  private static Rate rate(SettingReader reader, Setting setting) {
    Optional<SettingValue> value = reader.value(setting);
    if (value.isEmpty()) {
      return LEAST;
    }
    Matcher rate = RATE.matcher(value.get().text());
    if (!rate.matches()) {
      reader.refuse(value.get(), DEMAND);
      return LEAST;
    }
    long burst = Long.parseLong(rate.group(1));
    long seconds = Long.parseLong(rate.group(2));
    String fault = fault("first", burst) + fault("second", seconds);
    if (!fault.isEmpty()) {
      reader.refuse(value.get(), DEMAND + fault);
      return LEAST;
    }
    return new Rate((int) burst, Duration.ofSeconds(seconds));
  }

  private static String fault(String which, long number) {
    if (number < 1) {
      return "; the " + which + " number is less than 1";
    }
    return number > MOST ? "; the " + which + " number is greater than " + MOST : "";
  }
}
