package io.steward.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Payara Micro that listens only on the loopback address, set up as {@code deploy/payara} says.
 */
public final class PayaraMicro implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChildProcess process;
  private final int port;

  private PayaraMicro(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts Payara with these WARs, each deployed under its file name, and waits until that is done.
   */
  public static PayaraMicro start(Path folder, Map<String, String> environment, Path... wars) {
    int port = Folders.freePort();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-jar",
                System.getProperty("payara.micro", ""),
                "--rootdir",
                folder.resolve("root").toString(),
                "--prebootcommandfile",
                Path.of("deploy", "payara", "preboot.txt").toAbsolutePath().toString(),
                "--port",
                String.valueOf(port),
                "--nocluster",
                "--disablephonehome"));
    for (Path war : wars) {
      arguments.add("--deploy");
      arguments.add(war.toString());
    }
    ChildProcess process = ChildProcess.java(folder, arguments, environment);
    try {
      Await.until(
          "Payara Micro",
          PATIENCE,
          () -> process.log().contains(") ready in ") || !process.isAlive());
    } catch (AssertionError e) {
      process.kill();
      throw new AssertionError(process.log(), e);
    }
    return new PayaraMicro(process, port);
  }

  public Http http(String contextPath) {
    return new Http("http://127.0.0.1:" + port + contextPath);
  }

  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
