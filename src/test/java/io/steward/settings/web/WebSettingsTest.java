package io.steward.settings.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import org.junit.jupiter.api.Test;

final class WebSettingsTest {
  private static Given registration(String word) {
    return Given.enough().environment("REGISTRATION", word);
  }

  @Test
  void anyone_may_register_unless_registration_is_closed() {
    assertThat(Given.enough().settings().web().registration()).isEqualTo(RegistrationMode.OPEN);
    assertThat(registration("open").settings().web().registration())
        .isEqualTo(RegistrationMode.OPEN);
    assertThat(registration("closed").settings().web().registration())
        .isEqualTo(RegistrationMode.CLOSED);
  }

  @Test
  void an_unknown_registration_mode_is_refused_with_the_list_of_modes() {
    for (String word : new String[] {"invite", "Closed", "off", "open|closed"}) {
      assertThat(registration(word).faults())
          .containsExactly(
              "STEWARD_REGISTRATION (environment) must be one of open, closed, not \""
                  + word
                  + "\"");
    }
  }
}
