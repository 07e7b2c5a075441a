package io.steward.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of Steward, or the proxy in front of all nodes. */
record Node(String base) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A response. Its status is 0 if there was no answer. */
  record Answer(int status, String body) {
    String member(String name) {
      Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
      if (!found.find()) {
        throw new IllegalStateException("no " + name + " in an answer of status " + status);
      }
      return found.group(1);
    }
  }

  /** Sends a request. It is not repeated if there is no answer. */
  Answer post(String what, String json) {
    return send(
        request("/user/" + what + "/")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Sends an access token to an endpoint that checks nothing but the token. */
  Answer show(String accessToken) {
    return send(
        request("/user/update/")
            .header("Authorization", "Bearer " + accessToken)
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
