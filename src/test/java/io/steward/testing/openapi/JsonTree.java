package io.steward.testing.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value for the validator: a map, a list, a text, a number, a boolean or null.
 *
 * @param getJsonPointer where the value stands in its document
 */
record JsonTree(@Nullable Object value, String getJsonPointer) implements JsonNode {

  static JsonTree of(@Nullable Object value) {
    return new JsonTree(value, "");
  }

  /** The value of a JSON text. */
  static @Nullable Object parse(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("text after the JSON value");
      }
      return value;
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("no JSON value");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText());
      case VALUE_NULL -> null;
      default -> parser.getBooleanValue();
    };
  }

  @Override
  public SimpleType getNodeType() {
    if (value instanceof Map) {
      return SimpleType.OBJECT;
    }
    if (value instanceof List) {
      return SimpleType.ARRAY;
    }
    if (value instanceof Number) {
      return asNumber().stripTrailingZeros().scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
    }
    if (value instanceof Boolean) {
      return SimpleType.BOOLEAN;
    }
    return value == null ? SimpleType.NULL : SimpleType.STRING;
  }

  @Override
  public boolean asBoolean() {
    return Boolean.TRUE.equals(value);
  }

  @Override
  public String asString() {
    return String.valueOf(value);
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return new BigDecimal(String.valueOf(value));
  }

  @Override
  public List<JsonNode> asArray() {
    List<JsonNode> items = new ArrayList<>();
    for (Object item : (List<?>) value) {
      items.add(new JsonTree(item, getJsonPointer + "/" + items.size()));
    }
    return items;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    ((Map<?, ?>) value)
        .forEach(
            (name, member) ->
                members.put(
                    (String) name,
                    new JsonTree(
                        member, getJsonPointer + "/" + JsonNode.encodeJsonPointer((String) name))));
    return members;
  }

  /** Equal values are equal wherever they stand: the validator compares with {@code enum}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonTree tree && plain(value).equals(plain(tree.value));
  }

  @Override
  public int hashCode() {
    return plain(value).hashCode();
  }

  private static Object plain(@Nullable Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    return value == null ? "null" : value;
  }

  /** Makes the nodes of the validator's own documents too. */
  static final class Factory implements JsonNodeFactory {
    @Override
    public JsonNode wrap(@Nullable Object value) {
      return value instanceof JsonTree tree ? tree : of(value);
    }

    @Override
    public JsonNode create(String text) {
      try {
        return of(parse(text));
      } catch (IOException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
