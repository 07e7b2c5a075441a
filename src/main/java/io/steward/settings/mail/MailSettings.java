package io.steward.settings.mail;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mail to people.
 *
 * @param from the sender's address; empty only if messages are not sent
 * @param brand the name of the organisation, also the sender's name
 * @param templates the folder of the operator's own texts
 */
public record MailSettings(
    MailDelivery delivery,
    String from,
    String brand,
    Map<LinkPurpose, MailLink> links,
    Set<Notice> notices,
    Optional<Path> templates) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final Pattern BRAND = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"<>]{1,80}");

  /** Reads the settings; faults are reported to the reader. */
  public static MailSettings read(SettingReader reader) {
    Map<LinkPurpose, MailLink> links = new EnumMap<>(LinkPurpose.class);
    for (LinkPurpose purpose : LinkPurpose.values()) {
      links.put(purpose, MailLink.read(reader, purpose));
    }
    demandBoth(reader);
    MailServerSettings server = MailServerSettings.read(reader);
    MailSettings settings =
        new MailSettings(
            server.delivery(),
            server.from(),
            reader
                .text(
                    Setting.BRAND_NAME,
                    BRAND,
                    "must be a name of 1 to 80 characters without \" < >")
                .orElse(""),
            links,
            notices(reader),
            reader.file(Setting.MAIL_TEMPLATES));
    // A faulty address is refused elsewhere.
    return reader
        .find(Setting.PUBLIC_URL)
        .map(url -> settings.withPages(url.text()))
        .orElse(settings);
  }

  /**
   * Demands the links of both purposes. Without a confirmation, a thief could verify another
   * address, which makes the owner's undo link void.
   */
  private static void demandBoth(SettingReader reader) {
    boolean hasChange = reader.find(Setting.MAIL_LINK_CHANGE).isPresent();
    boolean hasUndo = reader.find(Setting.MAIL_LINK_UNDO).isPresent();
    boolean hasPages = reader.find(Setting.PUBLIC_URL).isPresent();
    if (hasChange != hasUndo && !hasPages) {
      reader.fault(
          hasUndo
              ? "STEWARD_MAIL_LINK_UNDO is set, but STEWARD_MAIL_LINK_CHANGE is not: set both"
              : "STEWARD_MAIL_LINK_CHANGE is set, but STEWARD_MAIL_LINK_UNDO is not: set both");
    }
  }

  private static Set<Notice> notices(SettingReader reader) {
    Optional<SettingValue> value = reader.value(Setting.MAIL_NOTICES);
    String text = value.map(SettingValue::text).orElse("none");
    if (text.equals("all") || text.equals("none")) {
      return text.equals("all") ? EnumSet.allOf(Notice.class) : EnumSet.noneOf(Notice.class);
    }
    Set<Notice> notices = EnumSet.noneOf(Notice.class);
    List<String> words = List.of(SEPARATOR.split(text));
    Arrays.stream(Notice.values()).filter(n -> words.contains(n.word())).forEach(notices::add);
    if (notices.size() != words.size()) {
      value.ifPresent(
          list ->
              reader.refuse(
                  list,
                  "must be all, none, or a list of "
                      + String.join(
                          ", ", Arrays.stream(Notice.values()).map(Notice::word).toList())));
    }
    return notices;
  }

  /** Whether messages can be sent, or printed on the console of a trial. */
  public boolean isOn() {
    return !(delivery instanceof MailDelivery.None);
  }

  /** Whether messages with links of this purpose can be sent. */
  public boolean hasLink(LinkPurpose purpose) {
    return isOn() && link(purpose).template().isPresent();
  }

  public MailLink link(LinkPurpose purpose) {
    return Objects.requireNonNull(links.get(purpose));
  }

  /**
   * These settings, with links to Steward's pages where no other link is configured.
   *
   * @param url the address of Steward
   */
  public MailSettings withPages(String url) {
    Map<LinkPurpose, MailLink> all = new EnumMap<>(links);
    all.replaceAll(
        (purpose, link) ->
            new MailLink(
                link.template()
                    .or(() -> Optional.of(url + "/" + purpose.word() + "/?token={token}")),
                link.lifetime()));
    return new MailSettings(delivery, from, brand, all, notices, templates);
  }

  /**
   * These settings for a trial: without a mail server, messages are printed on the console. Links
   * that are not configured lead to the trial's own pages.
   *
   * @param url the address of the trial
   */
  public MailSettings forTrial(String url) {
    MailSettings sending =
        isOn()
            ? this
            : new MailSettings(
                new MailDelivery.Console(), "steward@localhost", brand, links, notices, templates);
    return sending.withPages(url);
  }
}
