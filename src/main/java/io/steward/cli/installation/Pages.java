package io.steward.cli.installation;

import io.steward.admin.list.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the whole of a list of the administration. */
public final class Pages {
  private static final int AT_ONCE = 200;

  private Pages() {}

  /**
   * Passes on each element of a list. Reads page by page, each in a transaction of its own.
   *
   * @param filters the parameters of the list
   * @param list answers a query with a page
   */
  public static <T> void each(
      Map<String, String> filters, Function<String, Page<T>> list, Consumer<T> reader) {
    String query =
        filters.entrySet().stream()
            .map(filter -> "&" + filter.getKey() + "=" + encoded(filter.getValue()))
            .collect(Collectors.joining("", "limit=" + AT_ONCE, ""));
    Optional<String> cursor = Optional.empty();
    do {
      Page<T> page = list.apply(query + cursor.map(text -> "&cursor=" + text).orElse(""));
      page.results().forEach(reader);
      cursor = page.next();
    } while (cursor.isPresent());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
