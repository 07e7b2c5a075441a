package io.steward.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** A server's answer. When a header was sent several times, its values are joined by commas. */
public final class Answer {
  private static final List<String> PROBLEM =
      List.of("type", "title", "status", "detail", "instance");

  private final int status;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final String body;

  Answer(int status, Map<String, List<String>> headers, String body) {
    assertThat(headers + body).doesNotContain(ServerAnswer.VERSION);
    this.status = status;
    headers.forEach((name, values) -> this.headers.put(name, String.join(", ", values)));
    this.body = body;
  }

  public int status() {
    return status;
  }

  public String body() {
    return body;
  }

  /** The header's value, or empty if the header is missing. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** All headers except those of one answer or one connection. */
  public Map<String, String> lastingHeaders() {
    Map<String, String> lasting = new TreeMap<>(headers);
    lasting.keySet().removeIf(name -> name.matches("(?i)date|x-request-id|connection"));
    return lasting;
  }

  public Map<String, Object> json() {
    try {
      return JsonUtil.parseJson(body);
    } catch (JoseException e) {
      throw new AssertionError(this + " is not a JSON object", e);
    }
  }

  /** The member of a JSON body, as text. */
  public String text(String name) {
    return String.valueOf(json().get(name));
  }

  /** Checks the answer against RFC 9457, including our extension members and the members' order. */
  public Answer assertProblem(int expected, Map<String, ?> members) {
    assertProblemBody(expected, members);
    assertThat(text("type")).as(body).startsWith("urn:steward:problem:");
    return this;
  }

  /**
   * Like {@link #assertProblem}, for a request that the container may reject before it reaches our
   * code.
   */
  public Answer assertProblemOfContainer() {
    assertProblemBody(status, Map.of());
    assertThat(text("type")).as(body).matches("about:blank|urn:steward:problem:.*");
    return this;
  }

  private void assertProblemBody(int expected, Map<String, ?> members) {
    assertThat(status).as(toString()).isEqualTo(expected);
    assertThat(header("Content-Type")).as(toString()).isEqualTo("application/problem+json");
    Map<String, Object> problem = json();
    List<String> names = new ArrayList<>(PROBLEM);
    names.addAll(members.keySet());
    Object codes = problem.remove("codes");
    assertThat(problem.keySet()).as(body).containsExactlyElementsOf(names);
    assertCodes(problem, codes);
    members.forEach((name, value) -> assertThat(problem.get(name)).as(body).isEqualTo(value));
    assertThat(problem.get("status")).as(body).isEqualTo((long) expected);
    assertThat(text("title")).as(body).isNotBlank();
    assertThat(text("detail")).as(body).isNotBlank();
    assertThat(text("instance")).as(body).isNotBlank().isEqualTo(header("X-Request-Id"));
  }

  /** Each message about a field has its code. */
  private void assertCodes(Map<String, Object> problem, @Nullable Object codes) {
    Map<String, Integer> expected = new TreeMap<>();
    problem.forEach(
        (name, value) -> {
          if (value instanceof List<?> messages) {
            expected.put(name, messages.size());
          }
        });
    Map<String, Integer> found = new TreeMap<>();
    if (codes instanceof Map<?, ?> lists) {
      lists.forEach((name, list) -> found.put((String) name, ((List<?>) list).size()));
    }
    assertThat(found).as(body).isEqualTo(expected);
  }

  public Answer assertStatus(int expected) {
    assertThat(status).as(toString()).isEqualTo(expected);
    return this;
  }

  /** Checks the headers that every answer must have, and that the body reveals no internals. */
  public Answer assertDiscreet() {
    assertThat(header("Cache-Control")).as(toString()).isEqualTo("no-store");
    assertThat(header("X-Content-Type-Options")).as(toString()).isEqualTo("nosniff");
    assertThat(header("Referrer-Policy")).as(toString()).isEqualTo("same-origin");
    assertThat(header("X-Frame-Options")).as(toString()).isEqualTo("DENY");
    assertThat(header("Server")).as(toString()).isEmpty();
    assertThat(header("X-Powered-By")).as(toString()).isEmpty();
    assertThat(status).as(toString()).isNotEqualTo(500);
    if (status >= 400) {
      assertThat(body)
          .doesNotContain("Exception", "at io.", "at org.", "java.", "jakarta.", "Tomcat", "Jersey")
          .doesNotContainIgnoringCase("select ", "insert ", "users_email_key", "apache");
    }
    return this;
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + body;
  }
}
