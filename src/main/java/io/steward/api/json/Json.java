package io.steward.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strict reading and writing of JSON (RFC 8259); only this package uses Jackson. */
public final class Json {
  static final int MAX_DEPTH = 32;

  // Payara loads its own Jackson instead of ours: use no API added after Jackson 2.14.
  // No thread locals, because they would stay in memory after a redeployment of the WAR.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
          .build();

  private Json() {}

  /**
   * Parses UTF-8 text into its value: a {@link JsonObject}, list, string, {@link JsonNumber},
   * boolean or null.
   *
   * @throws io.steward.problem.ProblemException 400 with the line and column of the error
   */
  public static @Nullable Object read(byte[] utf8) {
    return read(utf8, 1);
  }

  /**
   * Parses text that is a part of a longer text.
   *
   * @param firstLine the number of its first line in the longer text, for messages
   */
  public static @Nullable Object read(byte[] utf8, int firstLine) {
    return JsonReader.read(utf8, firstLine);
  }

  /** Writes a record, map, iterable, string, number, boolean, instant or null as JSON in UTF-8. */
  public static byte[] write(@Nullable Object value) {
    // Written as text first: unlike DRF, Jackson escapes emoji when it writes bytes.
    StringWriter out = new StringWriter(256);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof String text) {
      generator.writeString(text);
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof Instant instant) {
      generator.writeString(Iso8601.format(instant));
    } else if (value instanceof JsonNumber number) {
      generator.writeNumber(number.text());
    } else if (value instanceof JsonObject object) {
      writeObject(generator, object.members());
    } else if (value instanceof Record view) {
      writeObject(generator, RecordMembers.of(view));
    } else if (value instanceof Map<?, ?> map) {
      writeObject(generator, map);
    } else if (value instanceof Iterable<?> values) {
      generator.writeStartArray();
      for (Object element : values) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value == null) {
      generator.writeNull();
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void writeObject(JsonGenerator generator, Map<?, ?> members) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      generator.writeFieldName(String.valueOf(member.getKey()));
      write(generator, member.getValue());
    }
    generator.writeEndObject();
  }
}
