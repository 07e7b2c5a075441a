package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.ThrottleSettings.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of throttles, trusted proxies, audit and log. */
final class ThrottleSettingsTest {
  @Test
  void by_default_password_guesses_are_throttled_and_no_proxy_is_trusted() {
    Settings settings = Given.enough().settings();
    assertThat(settings.throttle().isOn()).isTrue();
    assertThat(settings.throttle().account()).isEqualTo(new Rate(10, Duration.ofSeconds(30)));
    assertThat(settings.proxy().trusted().isEmpty()).isTrue();
    assertThat(settings.auditRetentionDays()).isEqualTo(365);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "THROTTLE           | no              | must be on or off",
        "THROTTLE_ACCOUNT   | 0/30            | two whole numbers",
        "THROTTLE_ACCOUNT   | 10              | two whole numbers",
        "THROTTLE_NETWORK   | 10/0            | two whole numbers",
        "THROTTLE_KNOWN     | 10/-1           | two whole numbers",
        "THROTTLE_ACCOUNT   | 100000/1        | first number is greater than 99999",
        "THROTTLE_REFRESH   | 1/100000        | second number is greater than 99999",
        "THROTTLE_NETWORK   | 0/1             | first number is less than 1",
        "THROTTLE_KNOWN     | 5/99999999999   | second number is greater than 99999",
        "THROTTLE_KNOWN     | 1e3/1           | from 1 to 99999",
        "PROXY_TRUSTED      | all             | a list of networks",
        "PROXY_TRUSTED      | 10.0.0.0/33     | a list of networks",
        "PROXY_TRUSTED      | 10.0.0.1, proxy | a list of networks",
        "AUDIT_RETENTION    | 0               | whole number of days",
        "LOG_FORMAT         | xml             | must be text or json"
      })
  void a_malformed_setting_is_refused_in_a_line_that_names_it(
      String name, String value, String demand) {
    assertThat(Given.enough().environment(name, value).faults())
        .singleElement()
        .asString()
        .contains("STEWARD_" + name, demand);
  }
}
