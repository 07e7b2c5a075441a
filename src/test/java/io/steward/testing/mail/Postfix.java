package io.steward.testing.mail;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Postfix that demands STARTTLS and a log-in, and passes messages on to another server. Needs
 * root.
 */
public final class Postfix implements AutoCloseable {
  public static final String USERNAME = "steward";
  public static final String PASSWORD = "tests-only-password";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final int port;
  private final ChildProcess process;

  /** Starts Postfix on a free port, and waits until it listens. */
  public Postfix(Path folder, int nextPort) {
    this(folder, Folders.freePort(), nextPort);
  }

  /** Starts Postfix on this port, and waits until it listens. */
  public Postfix(Path folder, int port, int nextPort) {
    this.folder = folder;
    this.port = port;
    write("main.cf", main(nextPort));
    write("master.cf", master());
    write("tls.pem", SelfSigned.pem());
    write("sasl/smtpd.conf", sasl());
    run(
        "mkdir queue data && chown postfix data && chmod 600 tls.pem"
            + " && printf %s "
            + PASSWORD
            + " | saslpasswd2 -c -p -f sasl/db -u mail.example "
            + USERNAME
            + " && chown -R postfix sasl");
    process =
        ChildProcess.start(
            folder, List.of("/usr/sbin/postfix", "-c", folder.toString(), "start-fg"), Map.of());
    Await.until("Postfix listens", PATIENCE, () -> listens() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError(process.log());
    }
  }

  public int port() {
    return port;
  }

  private String main(int nextPort) {
    return """
        compatibility_level = 3.6
        queue_directory = {folder}/queue
        data_directory = {folder}/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mail.example
        mydestination =
        local_recipient_maps =
        alias_maps =
        alias_database =
        mynetworks =
        relayhost = [127.0.0.1]:{next}
        smtpd_tls_security_level = encrypt
        smtpd_tls_cert_file = {folder}/tls.pem
        smtpd_tls_key_file = {folder}/tls.pem
        smtpd_tls_auth_only = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_path = smtpd
        cyrus_sasl_config_path = {folder}/sasl
        smtpd_sasl_local_domain = mail.example
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        maillog_file = /dev/stdout
        maillog_file_prefixes = /dev
        """
        .replace("{folder}", folder.toString())
        .replace("{next}", String.valueOf(nextPort));
  }

  private String master() {
    return """
        {port}    inet  n - n - - smtpd
        cleanup   unix  n - n - 0 cleanup
        qmgr      unix  n - n 300 1 qmgr
        tlsmgr    unix  - - n 1000? 1 tlsmgr
        rewrite   unix  - - n - - trivial-rewrite
        bounce    unix  - - n - 0 bounce
        defer     unix  - - n - 0 bounce
        smtp      unix  - - n - - smtp
        error     unix  - - n - - error
        retry     unix  - - n - - error
        anvil     unix  - - n - 1 anvil
        scache    unix  - - n - 1 scache
        postlog   unix-dgram n - n - 1 postlogd
        proxymap  unix  - - n - - proxymap
        """
        .replace("{port}", String.valueOf(port));
  }

  private String sasl() {
    return """
        pwcheck_method: auxprop
        auxprop_plugin: sasldb
        mech_list: PLAIN LOGIN
        sasldb_path: {folder}/sasl/db
        """
        .replace("{folder}", folder.toString());
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String script) {
    try (ChildProcess shell =
        ChildProcess.start(folder, List.of("/bin/sh", "-ec", script), Map.of())) {
      if (shell.awaitExit(PATIENCE) != 0) {
        throw new AssertionError(shell.log());
      }
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    run("/usr/sbin/postfix -c " + folder + " stop");
    process.close();
  }
}
