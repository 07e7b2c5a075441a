package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {
  @Test
  void by_default_only_this_machine_is_served() {
    assertThat(Given.enough().settings().http())
        .isEqualTo(new HttpSettings("127.0.0.1", 8080, Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::1", "fe80::1:2", "localhost", "my-host.example.org"})
  void a_host_is_an_ip_address_or_a_name(String host) {
    assertThat(Given.enough().environment("HTTP_HOST", host).settings().http().host())
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost", "localhost:8080", "127.0.0.1:80", "[::1]", "a b", "*"})
  void a_malformed_host_setting_is_a_fault(String host) {
    assertThat(Given.enough().environment("HTTP_HOST", host).faults())
        .containsExactly(
            "STEWARD_HTTP_HOST (environment) must be a host name or an IP address such as"
                + " 127.0.0.1, not \""
                + host
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_535})
  void the_lowest_and_the_highest_port_are_accepted(int port) {
    assertThat(Given.enough().property("http.port", "" + port).settings().http().port())
        .isEqualTo(port);
  }

  @Test
  void a_port_out_of_range_is_a_fault() {
    assertThat(Given.enough().property("http.port", "65536").faults())
        .containsExactly(
            "STEWARD_HTTP_PORT (system property) must be a whole number from 0 to 65535,"
                + " not \"65536\"");
  }

  @Test
  void a_node_may_drain_for_two_minutes_at_most() {
    assertThat(Given.enough().environment("HTTP_DRAIN", "120").settings().http().drain())
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(Given.enough().environment("HTTP_DRAIN", "121").faults())
        .containsExactly(
            "STEWARD_HTTP_DRAIN (environment) must be a whole number of seconds from 0 to 120,"
                + " not \"121\"");
  }

  @Test
  void the_message_explains_a_port_variable_that_kubernetes_has_set() {
    assertThat(Given.enough().environment("HTTP_PORT", "tcp://10.0.0.1:80").faults())
        .singleElement()
        .asString()
        .endsWith("not \"tcp://10.0.0.1:80\": set enableServiceLinks: false for the pod");
  }
}
