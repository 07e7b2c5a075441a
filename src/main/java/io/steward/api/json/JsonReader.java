package io.steward.api.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text strictly. If two parsers understood the same text differently, an attacker
 * could hide a forbidden value from one of them.
 */
final class JsonReader {
  private final JsonParser parser;
  private final int firstLine;
  private int depth;

  private JsonReader(JsonParser parser, int firstLine) {
    this.parser = parser;
    this.firstLine = firstLine;
  }

  static @Nullable Object read(byte[] utf8, int firstLine) {
    String text = Utf8.decode(utf8, firstLine);
    if (text.startsWith("\uFEFF")) {
      throw malformed("unexpected byte order mark", firstLine, 1);
    }
    try (JsonParser parser = Json.FACTORY.createParser(text)) {
      return new JsonReader(parser, firstLine).whole();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object whole() throws IOException {
    try {
      Object value = value(parser.nextToken(), "");
      if (parser.nextToken() != null) {
        throw malformed("more than one value", parser.currentTokenLocation());
      }
      return value;
    } catch (JsonProcessingException e) {
      // If a limit is exceeded, the exception contains no location.
      throw malformed(reason(e), parser.currentLocation());
    }
  }

  static ProblemException malformed(String reason, int line, int column) {
    return new ProblemException(
        ProblemType.MALFORMED_REQUEST,
        "JSON parse error - " + reason + ": line " + line + " column " + column);
  }

  private ProblemException malformed(String reason, JsonLocation at) {
    return malformed(reason, firstLine - 1 + at.getLineNr(), at.getColumnNr());
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "unexpected end";
    }
    return e instanceof JsonParseException ? "unexpected character" : "a number or name too long";
  }

  private @Nullable Object value(@Nullable JsonToken token, String name) throws IOException {
    if (token == null) {
      throw malformed("unexpected end", parser.currentLocation());
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array(name);
      case VALUE_STRING -> text(name);
      case VALUE_NUMBER_INT -> new JsonNumber(parser.getText(), true);
      case VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText(), false);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw malformed("unexpected character", parser.currentTokenLocation());
    };
  }

  private void deepen() {
    depth++;
    if (depth > Json.MAX_DEPTH) {
      throw malformed("too deep", parser.currentTokenLocation());
    }
  }

  private JsonObject object() throws IOException {
    deepen();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (Characters.fault(name).isPresent()) {
        throw malformed("a name holds a forbidden character", parser.currentTokenLocation());
      }
      if (members.containsKey(name)) {
        throw malformed("a member is named twice", parser.currentTokenLocation());
      }
      members.put(name, value(parser.nextToken(), name));
    }
    depth--;
    return new JsonObject(members);
  }

  private List<@Nullable Object> array(String name) throws IOException {
    deepen();
    List<@Nullable Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token, name));
    }
    depth--;
    return elements;
  }

  private String text(String name) throws IOException {
    String text = parser.getText();
    Characters.refuse(name.isEmpty() ? "non_field_errors" : name, text);
    return text;
  }
}
