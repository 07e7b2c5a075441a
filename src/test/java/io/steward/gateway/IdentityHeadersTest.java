package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.token.Subject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IdentityHeadersTest {
  private static Map<String, String> headers(String name, String... groups) {
    return IdentityHeaders.of(new Subject(7, "ada@golden.example", name, Set.of(groups), false));
  }

  @Test
  void identity_headers_carry_user_id_email_address_name_and_groups() {
    assertThat(headers("Ada Lovelace", "staff", "Site admins"))
        .containsExactly(
            Map.entry("Remote-User", "7"),
            Map.entry("Remote-Email", "ada@golden.example"),
            Map.entry("Remote-Email-Verified", "false"),
            Map.entry("Remote-Name", "Ada Lovelace"),
            Map.entry("Remote-Groups", "Site admins,staff"));
  }

  @Test
  void encoded_group_names_are_unambiguous() {
    assertThat(headers("", "a,staff", "b%2Cstaff", " staff", "staff\r\nRemote-User: 1"))
        .containsEntry("Remote-Groups", "%20staff,a%2Cstaff,b%252Cstaff,staff%0D%0ARemote-User: 1");
  }

  @Test
  void characters_outside_ascii_are_percent_encoded() {
    assertThat(headers("Łukasz, Ünal 100%", "Łódź"))
        .containsEntry("Remote-Name", "%C5%81ukasz, %C3%9Cnal 100%25")
        .containsEntry("Remote-Groups", "%C5%81%C3%B3d%C5%BA");
  }

  @Test
  void a_user_without_name_and_groups_gets_empty_headers() {
    assertThat(headers("")).containsEntry("Remote-Name", "").containsEntry("Remote-Groups", "");
  }
}
