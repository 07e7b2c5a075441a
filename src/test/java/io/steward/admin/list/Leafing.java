package io.steward.admin.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.ServerAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leafs through a list from its first page to the last one and back.
 *
 * @param get answers a path
 * @param rows the rows of a page
 */
public record Leafing<T>(Function<String, ServerAnswer> get, Function<ServerAnswer, List<T>> rows) {
  private static final int MOST_PAGES = 80;

  /** Demands that both directions have exactly these rows, in this order. */
  public void demandBothWays(String first, List<T> whole) {
    List<T> forward = new ArrayList<>();
    ServerAnswer last = leaf(get.apply(first), "next", page -> forward.addAll(rows.apply(page)));
    assertThat(forward).isEqualTo(whole);
    List<T> backward = new ArrayList<>();
    leaf(
        last,
        "previous",
        page -> {
          List<T> reversed = new ArrayList<>(rows.apply(page));
          Collections.reverse(reversed);
          backward.addAll(reversed);
        });
    Collections.reverse(backward);
    assertThat(backward).isEqualTo(whole);
  }

  private ServerAnswer leaf(ServerAnswer from, String direction, Consumer<ServerAnswer> reader) {
    ServerAnswer page = from;
    reader.accept(page);
    for (int i = 1; i < MOST_PAGES && page.json().get(direction) != null; i++) {
      page = get.apply(path(page.json().get(direction)));
      reader.accept(page);
    }
    return page;
  }

  /** The path and query of a link. */
  public static String path(@Nullable Object link) {
    return String.valueOf(link).replaceFirst("^https?://[^/]+", "");
  }
}
