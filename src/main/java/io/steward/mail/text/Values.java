package io.steward.mail.text;

import io.steward.mail.Composed;
import io.steward.mail.Letter;
import io.steward.origin.device.Device;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The values of the placeholders of one message. */
final class Values {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /** Somebody may register with an address of someone else, and advertise a site as their name. */
  private static final Pattern LIKE_A_LINK = Pattern.compile("[:/@\\\\]|\\.\\p{L}|(?i)www\\.");

  private static final String UNKNOWN = "–";

  private Values() {}

  static Map<Placeholder, String> of(
      String brand, Letter letter, Composed composed, String language) {
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    composed
        .values()
        .forEach((word, value) -> Placeholder.of(word).ifPresent(p -> values.put(p, value)));
    String email = composed.recipient().address();
    values.put(Placeholder.BRAND, brand);
    values.put(Placeholder.EMAIL, email);
    values.put(Placeholder.NAME, name(values.getOrDefault(Placeholder.NAME, ""), email));
    values.put(Placeholder.ADDRESS, known(letter.origin().ip()));
    values.put(Placeholder.DEVICE, known(Device.of(letter.origin().userAgent())));
    values.put(Placeholder.TIME, TIME.format(letter.createdAt()));
    values.computeIfPresent(
        Placeholder.UNTIL, (until, instant) -> TIME.format(Instant.parse(instant)));
    String lifetime = values.getOrDefault(Placeholder.LIFETIME, "");
    if (SECONDS.matcher(lifetime).matches()) {
      lifetime(values, Duration.ofSeconds(Long.parseLong(lifetime)), language);
    }
    return values;
  }

  private static void lifetime(
      Map<Placeholder, String> values, Duration lifetime, String language) {
    values.put(Placeholder.LIFETIME, Lifetime.words(lifetime, language));
    values.put(Placeholder.DAYS, String.valueOf(lifetime.toDays()));
    values.put(Placeholder.HOURS, String.valueOf(lifetime.toHours()));
    values.put(Placeholder.MINUTES, String.valueOf(lifetime.toMinutes()));
  }

  private static String name(String name, String email) {
    return name.isBlank() || LIKE_A_LINK.matcher(name).find() ? email : name;
  }

  private static String known(String text) {
    return text.isEmpty() ? UNKNOWN : text;
  }
}
