package io.steward.admin.list;

import io.steward.api.json.Characters;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An order of a list. The id decides between rows with the same value.
 *
 * @param name the name in the query, such as {@code date_joined}
 * @param expression the value in SQL, exactly as in an index; never null
 */
public record Sort(String name, String expression, Type type) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]")
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int LAST_YEAR = 9_999;

  /** The types of sorted values. */
  public enum Type {
    BIGINT,
    TEXT,
    TIMESTAMPTZ;

    /** Whether PostgreSQL could have written the text for a value of this type. */
    boolean contains(String text) {
      return switch (this) {
        case BIGINT -> number(text).isPresent();
        case TEXT -> Characters.fault(text).isEmpty();
        case TIMESTAMPTZ -> text.equals("-infinity") || isTime(text);
      };
    }

    private static boolean isTime(String text) {
      try {
        int year = OffsetDateTime.parse(text, TIME).withOffsetSameInstant(ZoneOffset.UTC).getYear();
        return year >= 1 && year <= LAST_YEAR;
      } catch (DateTimeException e) {
        return false;
      }
    }

    String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The order by the id alone. */
  public static Sort byId() {
    return new Sort("id", "id", Type.BIGINT);
  }

  /** The value of a bigint; empty if the text is none. */
  static Optional<Long> number(String text) {
    try {
      return Optional.of(text)
          .filter(digits -> NUMBER.matcher(digits).matches())
          .map(Long::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean isById() {
    return name.equals("id");
  }
}
