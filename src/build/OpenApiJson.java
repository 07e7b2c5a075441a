import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Writes a YAML file as JSON. The build runs it, so that the WAR needs no YAML parser. */
final class OpenApiJson {
  private OpenApiJson() {}

  public static void main(String[] files) throws IOException {
    Object document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of(files[0])));
    try (JsonGenerator json =
        new JsonFactory().createGenerator(new File(files[1]), JsonEncoding.UTF8)) {
      write(document, json);
    }
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> members) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : members.entrySet()) {
        json.writeFieldName((String) member.getKey());
        write(member.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (value == null || value instanceof String || value instanceof Boolean) {
      json.writePOJO(value);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      // A time, because its quotes are missing.
      throw new IllegalArgumentException("not JSON: " + value);
    }
  }
}
