package io.steward.benchmark.growth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Requests of administrators for pages of lists. The number is different each time. */
final class Lists {
  /** The requests by their name. */
  static final Map<String, IntFunction<String>> REQUESTS = new LinkedHashMap<>();

  static {
    REQUESTS.put("list of users", i -> "users/");
    REQUESTS.put("list by name, descending", i -> "users/?sort=-last_name");
    REQUESTS.put("search for an address", i -> "users/?q=user-" + (1 + i % 900) + Data.DOMAIN);
    REQUESTS.put("search for a name", i -> "users/?q=" + word(i));
    REQUESTS.put(
        "filter by time and activity", i -> "users/?is_active=true&joined_after=2000-01-01");
    REQUESTS.put("filter that selects no user", i -> "users/?is_staff=true&never_logged_in=false");
    REQUESTS.put("page of a group", i -> "users/?sort=email&group=" + Data.GROUP);
    REQUESTS.put("audit of an event", i -> "audit/?event=logged-in");
  }

  private Lists() {}

  private static String word(int number) {
    return String.format(Locale.ROOT, "%06x", number * 7_919);
  }
}
