package io.steward.filter.feed;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import io.steward.log.Log;
import io.steward.settings.source.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The URL from which a web application fetches revocations, and the credentials for it.
 *
 * @param url the URL of Steward's endpoint {@code /revocations}
 * @param authorization the value of the {@code Authorization} header, for HTTP Basic (RFC 6749,
 *     2.3.1)
 */
public record FeedSettings(URI url, Secret authorization) {
  private static final Log LOG = Log.of("io.steward.filter");
  public static final String URL = "revocations.url";
  public static final String CLIENT = "revocations.client";
  public static final String SECRET_FILE = "revocations.secret_file";

  /**
   * Reads these settings from the filter's init-params; empty if none is set, or if one has a
   * fault.
   */
  public static Optional<FeedSettings> read(
      Map<String, String> parameters, Consumer<String> faults) {
    if (List.of(URL, CLIENT, SECRET_FILE).stream().noneMatch(parameters::containsKey)) {
      return Optional.empty();
    }
    Optional<URI> url = url(parameters.getOrDefault(URL, ""));
    String client = parameters.getOrDefault(CLIENT, "");
    if (url.isEmpty()) {
      faults.accept(
          "init-param " + URL + " must be a URL such as https://id.example.com/revocations");
    }
    if (client.isEmpty()) {
      faults.accept("init-param " + CLIENT + " must be the id that was given to 'clients add'");
    }
    Optional<String> secret = secret(parameters.getOrDefault(SECRET_FILE, ""), faults);
    return url.flatMap(u -> secret.map(s -> new FeedSettings(u, new Secret(basic(client, s)))));
  }

  /** The URL at which Steward ends the session of a token. */
  URI revocation() {
    return url.resolve("oauth2/revoke");
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = URI.create(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      return Optional.of(url)
          .filter(u -> scheme.equals("http") || scheme.equals("https"))
          .filter(u -> u.getHost() != null && u.getUserInfo() == null && u.getFragment() == null)
          .filter(u -> !u.getPath().endsWith("/"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> secret(String path, Consumer<String> faults) {
    String complaint =
        "init-param "
            + SECRET_FILE
            + " must name the file with the secret that 'clients add' printed";
    try {
      TextFile file = new TextFile(Path.of(path), "init-param " + SECRET_FILE);
      String text = path.isEmpty() ? "" : file.text().strip();
      if (!text.isEmpty()) {
        file.exposure("secret").ifPresent(LOG::warning);
        return Optional.of(text);
      }
      FileFault.demand(path.isEmpty(), "contains no secret");
    } catch (FileFault e) {
      complaint = new TextFile(Path.of(path), "init-param " + SECRET_FILE).message(e);
    } catch (InvalidPathException e) {
      complaint = "init-param " + SECRET_FILE + " must be the path of a file";
    }
    faults.accept(complaint);
    return Optional.empty();
  }

  private static String basic(String id, String secret) {
    String pair = encoded(id) + ":" + encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
