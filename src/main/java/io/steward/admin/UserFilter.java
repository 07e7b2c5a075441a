package io.steward.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Selects users.
 *
 * @param kinds a user must be of all these kinds
 * @param text part of the address, or of a name; in any letter case; may be empty
 */
public record UserFilter(Set<Kind> kinds, String text) {
  /** A kind of user. */
  public enum Kind {
    ACTIVE("is_active"),
    INACTIVE("not is_active"),
    STAFF("is_staff"),
    SUPERUSER("is_superuser"),
    /** Has never logged in. */
    NEW("last_login is null");

    private final String condition;

    Kind(String condition) {
      this.condition = condition;
    }

    String condition() {
      return condition;
    }

    /** The word for this kind, such as {@code inactive}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  /** The condition in SQL; {@code ?3} is the text. */
  String condition() {
    StringBuilder sql =
        new StringBuilder(
            "(?3 = '' or strpos(lower(email), lower(?3)) > 0"
                + " or strpos(lower(first_name || ' ' || last_name), lower(?3)) > 0)");
    kinds.forEach(kind -> sql.append(" and ").append(kind.condition()));
    return sql.toString();
  }
}
