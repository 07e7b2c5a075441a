package io.steward.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.doctor.Version;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** A server's HTTP answer, checked against the contract that holds on every server. */
public record ServerAnswer(int status, HttpHeaders headers, String body) {
  private static final Pattern TELLTALE =
      Pattern.compile(
          "Tomcat|Payara|GlassFish|Grizzly|Jersey|EclipseLink|PostgreSQL|[A-Za-z]Exception\\b"
              + "|\\bat \\w+\\.\\w|(java|jakarta|org|com|io)\\.[a-z]+\\.[a-zA-Z]|Apache",
          Pattern.CASE_INSENSITIVE);

  /** Steward's version number. No answer to any test may contain it. */
  static final String VERSION = Version.text().replace("Steward ", "");

  public ServerAnswer {
    assertThat(headers.map() + body).doesNotContain(VERSION);
  }

  /** The first header of that name, or an empty text. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public Map<String, Object> json() {
    try {
      return JsonUtil.parseJson(body);
    } catch (JoseException e) {
      throw new AssertionError(status + " " + body, e);
    }
  }

  /** A member of the JSON body, as text. */
  public String member(String name) {
    return String.valueOf(json().get(name));
  }

  /** The answer is a problem with that status, in Steward's own format. */
  public ServerAnswer isProblem(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(member("type")).startsWith("urn:steward:problem:");
    assertThat(member("status")).isEqualTo(String.valueOf(expected));
    assertThat(member("instance")).isEqualTo(header("X-Request-Id")).isNotEmpty();
    return tellsNothing();
  }

  public ServerAnswer is(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  /** The answer reveals no software, no version and no place in the code. */
  public ServerAnswer tellsNothing() {
    assertThat(body).doesNotContainPattern(TELLTALE);
    headers.map().values().forEach(v -> assertThat(v).noneMatch(TELLTALE.asPredicate()));
    return this;
  }
}
