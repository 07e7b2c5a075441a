package io.steward.testing;

import io.steward.password.Password;
import io.steward.password.Passwords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes in this process that share one database, and users that can log in. */
public final class TwoNodes implements AutoCloseable {
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  private static final AtomicInteger USERS = new AtomicInteger();

  private final TestDatabase database;
  private final List<TestServer> servers;

  private TwoNodes(TestDatabase database, Map<String, String> settings) {
    this.database = database;
    this.servers =
        List.of(TestServer.start(database, settings), TestServer.start(database, settings));
  }

  /** Starts two nodes with additional settings, whose keys have no {@code steward.} prefix. */
  public static TwoNodes start(Map<String, String> settings) {
    return new TwoNodes(TestDatabase.create(), settings);
  }

  public TestDatabase database() {
    return database;
  }

  public Http one() {
    return new Http(servers.get(0).url(""));
  }

  public Http other() {
    return new Http(servers.get(1).url(""));
  }

  /** An address at the second node. */
  public String otherUrl(String path) {
    return servers.get(1).url(path);
  }

  public List<Http> both() {
    return List.of(one(), other());
  }

  /** Creates a user, and returns the user's email address. */
  public String user() {
    return addUser(database);
  }

  /** Creates a user in a migrated database, and returns the user's email address. */
  public static String addUser(TestDatabase database) {
    String email = "user-" + USERS.incrementAndGet() + "@nodes.example";
    database.execute(
        "insert into users (email, first_name, last_name, password) values ('%s', 'Ada', 'Lovelace', '%s')"
            .formatted(email, HASH));
    return email;
  }

  /** Creates a user, and logs that user in. */
  public TokenPair logIn() {
    return TokenPair.logIn(one(), user());
  }

  @Override
  public void close() {
    servers.forEach(TestServer::close);
  }
}
