package io.steward.doctor;

import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.MailSettings;
import io.steward.settings.mail.TlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reports where messages go and which messages lack a link. It contacts no mail server. */
final class MailCheck {
  private MailCheck() {}

  static Finding of(MailSettings mail) {
    if (!mail.isOn()) {
      return Finding.good(
          "Mail: off; requests that need mail get 503; to send messages, set STEWARD_MAIL_HOST");
    }
    String text = "Mail: %s, from %s%s".formatted(where(mail.delivery()), mail.from(), links(mail));
    return mail.delivery() instanceof MailDelivery.Smtp smtp && smtp.tls() == TlsMode.OFF
        ? Finding.advice(
            text
                + "; STEWARD_MAIL_TLS is off, so the network can read links and passwords:"
                + " set starttls or implicit unless the mail server is on this machine")
        : Finding.good(text);
  }

  private static String where(MailDelivery delivery) {
    if (delivery instanceof MailDelivery.Smtp smtp) {
      return "through %s:%s".formatted(smtp.host(), smtp.port());
    }
    return delivery instanceof MailDelivery.ContainerSession container
        ? "through the session " + container.jndiName()
        : "printed on the console";
  }

  private static String links(MailSettings mail) {
    List<LinkPurpose> missing =
        Arrays.stream(LinkPurpose.values()).filter(purpose -> !mail.hasLink(purpose)).toList();
    return missing.isEmpty()
        ? ""
        : "; not sent, because the link is not set: "
            + missing.stream()
                .map(purpose -> "STEWARD_MAIL_LINK_" + purpose.name())
                .collect(Collectors.joining(", "));
  }
}
