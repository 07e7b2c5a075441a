package io.steward.api;

import io.steward.api.json.Characters;
import io.steward.api.json.Utf8;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.uri.PercentEscape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a form body strictly (URL Standard, 5.1). The result has the same shape as a flat JSON
 * object.
 */
final class Form {
  private Form() {}

  static Map<String, @Nullable Object> read(byte[] body) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      Characters.refuse(Characters.fault(name).isEmpty() ? name : "non_field_errors", name + value);
      if (members.containsKey(name)) {
        throw malformed("a member is named twice");
      }
      members.put(name, value);
    }
    return members;
  }

  static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(escape(text, i));
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return Utf8.decode(bytes.toByteArray());
  }

  private static int escape(String text, int percent) {
    int value = PercentEscape.at(text, percent);
    if (value < 0) {
      throw malformed("a percent sign without two digits");
    }
    return value;
  }

  private static ProblemException malformed(String reason) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, "Form parse error - " + reason);
  }
}
