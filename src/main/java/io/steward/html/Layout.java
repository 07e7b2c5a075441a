package io.steward.html;

/**
 * What every page shows around its content.
 *
 * @param words the texts in the reader's language
 * @param base the path of Steward at its host, without a slash at the end; may be empty
 * @param person the name of the signed-in person; empty for visitors
 * @param style the address of the style sheet
 * @param times the address of the script that shows times in the reader's own zone
 * @param logo the address of the logo; empty without a logo
 */
public record Layout(
    Words words,
    String brand,
    String base,
    String person,
    String style,
    String times,
    String logo) {

  /** The text of a key; see {@link Words#get}. */
  public String get(String key, Object... values) {
    return words.get(key, values);
  }

  /** The address of a page; the path begins with a slash. */
  public String to(String path) {
    return base + path;
  }
}
