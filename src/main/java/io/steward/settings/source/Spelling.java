package io.steward.settings.source;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the setting that a misspelt name probably means. */
final class Spelling {
  private static final String PREFIX = "steward.";

  private Spelling() {}

  /** The setting with the most similar name; empty if no name is similar enough. */
  static Optional<Setting> nearest(String name) {
    String plain = plain(name);
    int furthest = (plain.length() - PREFIX.length()) / 3;
    return Arrays.stream(Setting.values())
        .min(Comparator.comparingInt(s -> distance(plain, plain(s.propertyName()))))
        .filter(s -> distance(plain, plain(s.propertyName())) <= furthest);
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    return plain.startsWith(PREFIX) ? plain : PREFIX + plain;
  }

  /** The Levenshtein distance, computed in one row of its table. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
