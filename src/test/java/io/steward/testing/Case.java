package io.steward.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of a table in {@code src/test/resources/contract}: a request and the expected answer. A
 * case begins with {@code ==} and its name. Then follow, line by line:
 *
 * <pre>
 *   !! the intended difference from the Django system, if the case tests one
 *   -- SQL to run beforehand
 *   POST /user/create/
 *   Header: value              of the request; "Content-Type: none" sends no such header
 *   > the request's body
 *   = 400 {"the": "body"}      of a problem: its extension members and, if it matters, its detail
 *   &lt; Header: value            of the answer
 *   ? SQL => its expected result after the request
 * </pre>
 */
public final class Case {
  final String name;
  final List<String> given = new ArrayList<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  final List<String> body = new ArrayList<>();
  final Map<String, String> answered = new LinkedHashMap<>();
  final List<String> afterwards = new ArrayList<>();
  String request = "";
  String expected = "";

  private Case(String name) {
    this.name = name;
  }

  /** The cases in the table with that name. */
  public static List<Case> table(String name) {
    List<Case> cases = new ArrayList<>();
    for (String line : text("/contract/" + name).lines().toList()) {
      if (line.startsWith("== ")) {
        cases.add(new Case(line.substring(3)));
      } else if (!line.isBlank() && !line.startsWith("# ")) {
        cases.get(cases.size() - 1).add(line);
      }
    }
    return cases;
  }

  private void add(String line) {
    String rest = line.substring(line.indexOf(' ') + 1);
    switch (line.substring(0, line.indexOf(' '))) {
      case "!!" -> {}
      case "--" -> given.add(rest);
      case ">" -> body.add(rest);
      case "=" -> expected = rest;
      case "<" -> header(answered, rest);
      case "?" -> afterwards.add(rest);
      default -> {
        if (request.isEmpty()) {
          request = line;
        } else {
          header(headers, line);
        }
      }
    }
  }

  private static void header(Map<String, String> headers, String line) {
    int colon = line.indexOf(':');
    headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  private static String text(String resource) {
    try (InputStream in = Case.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
