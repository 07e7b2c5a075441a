package io.steward.filter.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.json.internal.json_simple.parser.ContentHandler;
import org.jose4j.json.internal.json_simple.parser.JSONParser;
import org.jose4j.json.internal.json_simple.parser.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object whose members are lists of objects, and keeps only one of these objects in
 * memory. Members of other names are ignored, because a later version of Steward may send more.
 */
final class ResponseReader implements ContentHandler {
  private static final int MEMBERS = 1;
  private static final int ROWS = 2;
  private static final int VALUES = 3;
  private static final int MAX_DEPTH = 32;

  private final Map<String, Consumer<Map<String, Object>>> lists;
  private final Set<String> found = new HashSet<>();
  private final Map<String, Object> row = new HashMap<>();
  private @Nullable Consumer<Map<String, Object>> list;
  private String name = "";
  private int depth;

  /** Creates a reader that hands over the rows of each named list. */
  ResponseReader(Map<String, Consumer<Map<String, Object>>> lists) {
    this.lists = lists;
  }

  /**
   * Reads an object.
   *
   * @return the names of its members
   * @throws IllegalArgumentException if the object is malformed
   */
  Set<String> read(InputStream json) throws IOException {
    try (InputStreamReader text =
        new InputStreamReader(json, StandardCharsets.UTF_8.newDecoder())) {
      new JSONParser().parse(text, this);
    } catch (ParseException | CharacterCodingException e) {
      throw new IllegalArgumentException(e);
    }
    return found;
  }

  private static void demand(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("not a list of revocations");
    }
  }

  @Override
  public void startJSON() {
    depth = 0;
  }

  @Override
  public void endJSON() {
    demand(depth == 0);
  }

  @Override
  public boolean startObject() {
    demand(depth != MEMBERS || list == null);
    depth++;
    demand(depth <= MAX_DEPTH);
    return true;
  }

  @Override
  public boolean endObject() {
    if (depth == VALUES && list != null) {
      list.accept(row);
      row.clear();
    }
    depth--;
    return true;
  }

  @Override
  public boolean startObjectEntry(String key) {
    if (depth == MEMBERS) {
      demand(found.add(key));
      list = lists.get(key);
    } else if (depth == VALUES) {
      demand(list == null || !row.containsKey(key));
      name = key;
    }
    return true;
  }

  @Override
  public boolean endObjectEntry() {
    if (depth == MEMBERS) {
      list = null;
    }
    return true;
  }

  @Override
  public boolean startArray() {
    demand(depth > 0 && (depth != ROWS || list == null));
    depth++;
    demand(depth <= MAX_DEPTH);
    return true;
  }

  @Override
  public boolean endArray() {
    depth--;
    return true;
  }

  @Override
  public boolean primitive(@Nullable Object value) {
    demand(depth > ROWS || (depth > 0 && list == null));
    if (depth == VALUES && list != null && value != null) {
      row.put(name, value);
    }
    return true;
  }
}
