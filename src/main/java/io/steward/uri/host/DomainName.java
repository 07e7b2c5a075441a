package io.steward.uri.host;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one spelling of an internationalised domain name: UTS #46, non-transitional, which agrees
 * with IDNA 2008 (RFC 5891) about ß, ς and the joiners. {@code java.net.IDN} implements IDNA 2003,
 * where {@code straße.de} is another name for {@code strasse.de}.
 */
public final class DomainName {
  private static final Pattern ASCII = Pattern.compile("[\\x00-\\x7f]*");

  /** Names such as {@code r3---sn.example} exist and have one spelling only. */
  private static final Set<IDNA.Error> HARMLESS = EnumSet.of(IDNA.Error.HYPHEN_3_4);

  private DomainName() {}

  /**
   * The name in lower-case ASCII letters, with A-labels ({@code xn--…}).
   *
   * @return empty if an internationalised label is invalid; ASCII labels are not checked
   */
  public static Optional<String> ascii(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (ASCII.matcher(name).matches() && !lower.contains("xn--")) {
      return Optional.of(lower);
    }
    IDNA.Info info = new IDNA.Info();
    String ascii = Uts46.TABLES.nameToASCII(name, new StringBuilder(), info).toString();
    return HARMLESS.containsAll(info.getErrors()) ? Optional.of(ascii) : Optional.empty();
  }

  /** The name with U-labels, in Unicode; {@code ascii} is a result of {@link #ascii}. */
  public static String unicode(String ascii) {
    return ascii.contains("xn--")
        ? Uts46.TABLES.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info()).toString()
        : ascii;
  }

  /** Loads the tables when the first internationalised name arrives. */
  private static final class Uts46 {
    static final IDNA TABLES =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.USE_STD3_RULES
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
  }
}
