package io.steward.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** Runs one case with its own account. */
public final class Trial {
  private final Case it;
  private final TestDatabase database;
  private final Caller caller;
  private final Placeholders account;

  public Trial(Case it, TestDatabase database, Caller caller, Placeholders account) {
    this.it = it;
    this.database = database;
    this.caller = caller;
    this.account = account;
  }

  public void run() {
    it.given.forEach(sql -> database.execute(account.fill(sql)));
    Answer answer = answer();
    answer.assertDiscreet();
    judge(answer, account.fill(it.expected));
    it.answered.forEach(
        (name, value) -> assertThat(answer.header(name)).as(name).isEqualTo(account.fill(value)));
    for (String check : it.afterwards) {
      String[] parts = account.fill(check).split(" => ", 2);
      assertThat(database.query(parts[0])).as(check).containsExactly(parts[1]);
    }
  }

  private Answer answer() {
    byte[] body = bytes(account.fill(String.join("\n", it.body)));
    Map<String, String> headers = new LinkedHashMap<>();
    if (!it.body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    it.headers.forEach((name, value) -> headers.put(name, account.fill(value)));
    headers.remove("Content-Type", "none");
    headers.values().removeIf(String::isEmpty);
    String[] request = account.fill(it.request).split(" ", 2);
    return caller.send(request[0], request[1], headers, body);
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Placeholders.BYTES && c <= Placeholders.BYTES + 0xFF) {
                bytes.write(c - Placeholders.BYTES);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  private static void judge(Answer answer, String expected) {
    int status = Integer.parseInt(expected.substring(0, 3));
    String body = expected.substring(3).strip();
    answer.assertStatus(status);
    if (body.isEmpty()) {
      assertThat(answer.body()).isEmpty();
    } else if (status >= 400) {
      judgeProblem(answer, status, body);
    } else {
      assertThat(answer.body()).matches(pattern(body));
      assertThat(answer.header("Content-Type")).isNotEmpty();
    }
  }

  private static void judgeProblem(Answer answer, int status, String json) {
    Map<String, Object> members = parse(json);
    Object detail = members.remove("detail");
    answer.assertProblem(status, members);
    if (detail != null) {
      assertThat(answer.text("detail")).matches(pattern(detail.toString()));
    }
  }

  private static Map<String, Object> parse(String json) {
    try {
      return JsonUtil.parseJson(json);
    } catch (JoseException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /**
   * Matches exactly the given text, except for values that differ every time. If the text starts
   * with a tilde, the rest is a regular expression.
   */
  private static Pattern pattern(String text) {
    if (text.startsWith("~")) {
      return Pattern.compile(text.substring(1), Pattern.DOTALL);
    }
    return Pattern.compile(
        Pattern.quote(text)
            .replace("<id>", "\\E[1-9]\\d*\\Q")
            .replace("<date>", "\\E\\d{4}(-\\d\\d){2}T(\\d\\d:){2}\\d\\d(\\.\\d{6})?Z\\Q")
            .replace("<refresh>", "\\E[\\w-]{80}\\Q")
            .replace("<jwt>", "\\E[\\w-]+(\\.[\\w-]+){2}\\Q"));
  }
}
