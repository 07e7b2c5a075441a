package io.steward.cli.installation;

import io.steward.audit.Actor;
import io.steward.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The person who runs the command. */
final class Operator {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
  private static final int LONGEST = 200;

  private Operator() {}

  /** The system user and the host. */
  static Actor.Command actor() {
    String text = Log.oneLine(System.getProperty("user.name", "?") + "@" + host());
    return new Actor.Command(text.substring(0, Math.min(text.length(), LONGEST)));
  }

  private static String host() {
    try {
      return Files.readString(HOST).strip();
    } catch (IOException e) {
      return hostByNameService();
    }
  }

  private static String hostByNameService() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "?";
    }
  }
}
