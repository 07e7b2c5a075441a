package io.steward.admin.list;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page as a response: the members of DRF's CursorPagination, and links (RFC 8288). The links in
 * the body are absolute. Those in the header are relative to the request, because a proxy may have
 * changed host and path.
 */
public final class PageAnswer {
  private PageAnswer() {}

  public static Response of(HttpServletRequest request, Page<?> page) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    page.count()
        .ifPresent(
            count -> {
              members.put("count", count.number());
              if (count.isExceeded()) {
                members.put("count_exceeded", true);
              }
            });
    Optional<String> next = page.next().map(cursor -> query(request, cursor));
    Optional<String> previous = page.previous().map(cursor -> query(request, cursor));
    members.put("next", next.map(query -> request.getRequestURL() + query).orElse(null));
    members.put("previous", previous.map(query -> request.getRequestURL() + query).orElse(null));
    members.put("results", page.results());
    List<String> links = new ArrayList<>();
    next.ifPresent(query -> links.add("<" + query + ">; rel=\"next\""));
    previous.ifPresent(query -> links.add("<" + query + ">; rel=\"prev\""));
    Response.ResponseBuilder answer = Response.ok(members);
    return links.isEmpty()
        ? answer.build()
        : answer.header("Link", String.join(", ", links)).build();
  }

  /** The address of a row of the requested list. */
  public static String below(HttpServletRequest request, long id) {
    String list = request.getRequestURL().toString();
    return list + (list.endsWith("/") ? "" : "/") + id + "/";
  }

  /** The request's query with another cursor. */
  private static String query(HttpServletRequest request, String cursor) {
    List<String> pairs = new ArrayList<>();
    String sent = Optional.ofNullable(request.getQueryString()).orElse("");
    for (String pair : sent.split("&", -1)) {
      if (!pair.isEmpty() && !pair.startsWith("cursor=")) {
        pairs.add(pair);
      }
    }
    pairs.add("cursor=" + cursor);
    return "?" + String.join("&", pairs);
  }
}
