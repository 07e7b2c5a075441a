package io.steward.benchmark;

import io.steward.standalone.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a PostgreSQL with fsync on in a folder until the process is terminated. */
public final class DatabaseServer {
  private DatabaseServer() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(database::close));
    System.out.println(
        database.url()
            + "?password="
            + database.password().reveal()
            + " "
            + EmbeddedDatabase.USERNAME);
    new CountDownLatch(1).await();
  }
}
