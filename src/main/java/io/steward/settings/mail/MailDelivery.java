package io.steward.settings.mail;

import io.steward.settings.source.Secret;
import java.util.Optional;

/** Where messages go. */
public sealed interface MailDelivery {
  /** No mail is configured: features that need mail are unavailable. */
  record None() implements MailDelivery {}

  /** A trial prints messages on the console. */
  record Console() implements MailDelivery {}

  /** A session that the container has configured. */
  record ContainerSession(String jndiName) implements MailDelivery {}

  /**
   * A mail server.
   *
   * @param username empty if the server needs no log-in
   */
  record Smtp(String host, int port, TlsMode tls, Optional<String> username, Secret password)
      implements MailDelivery {}
}
