package io.steward.http;

import io.steward.html.Html;
import io.steward.html.HtmlPage;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Writes the pages that resources return, with their status and headers. */
final class Pages implements ContainerResponseFilter {
  private final Html html;

  Pages(Html html) {
    this.html = html;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof HtmlPage page) {
      write(html, page, response);
    }
  }

  static void write(Html html, HtmlPage page, ContainerResponseContext response) {
    byte[] body = html.render(page);
    response.setStatus(page.status());
    Html.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
    page.retryAfter()
        .ifPresent(seconds -> response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, seconds));
    response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
    response.setEntity(body);
  }
}
