package io.steward.oauth.client;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text file of clients, one per line: an id, and the SHA-256 of its secret in hexadecimal. The
 * hash needs no salt, because a secret of 256 random bits cannot be guessed.
 */
public final class ClientFile {
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern COMMENT = Pattern.compile("#.*");
  private static final Pattern SPACE = Pattern.compile("[ \t]+");

  private final TextFile file;

  public ClientFile(Path path) {
    this.file = new TextFile(path, "STEWARD_CLIENTS_FILE");
  }

  TextFile file() {
    return file;
  }

  /** A message about a fault of this file. */
  public String message(FileFault fault) {
    return file.message(fault);
  }

  /** Whether a text is valid as a client's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * The secrets' hashes by client id, in the order of the file.
   *
   * @throws FileFault if the file is missing or broken
   */
  public Map<String, String> read() throws FileFault {
    FileFault.demand(file.exists(), "does not exist: create it with 'clients add'");
    Map<String, String> clients = new LinkedHashMap<>();
    int number = 0;
    for (String line : file.text().lines().toList()) {
      number++;
      String content = content(line);
      if (!content.isEmpty()) {
        String[] parts = SPACE.split(content, -1);
        FileFault.demand(isClient(parts), "does not have an id and a hash in line " + number);
        boolean isNew = clients.putIfAbsent(parts[0], parts[1]) == null;
        FileFault.demand(isNew, "has the client " + parts[0] + " twice");
      }
    }
    return clients;
  }

  private static String content(String line) {
    return COMMENT.matcher(line).replaceFirst("").strip();
  }

  private static boolean isClient(String[] parts) {
    return parts.length == 2 && isId(parts[0]) && HASH.matcher(parts[1]).matches();
  }

  /** Adds a client's line; creates the file if it is missing. */
  public void add(String id, ClientSecret secret) throws FileFault {
    String before = file.exists() ? file.text() : "";
    String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    file.write(before + end + id + " " + secret.hash() + "\n");
  }

  /** Removes the client's line; comments and other lines stay. */
  public void remove(String id) throws FileFault {
    file.write(
        file.text()
            .lines()
            .filter(line -> !SPACE.split(content(line), -1)[0].equals(id))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }
}
