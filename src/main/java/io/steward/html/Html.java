package io.steward.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders pages, and holds the assets that they refer to. */
public final class Html {
  /** No script, style or picture of another origin, no inline script, no frame around a page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Html.class.getClassLoader(), "gg.jte.generated.precompiled");
  private final Brand brand;
  private final String publicUrl;
  private final Asset style;
  private final Asset times = new Asset("times", "text/javascript", Asset.read("times.js"));

  /**
   * Creates an instance.
   *
   * @param publicUrl the address of Steward, without a slash at the end; may be empty
   */
  public Html(Brand brand, String publicUrl) {
    this.brand = brand;
    this.publicUrl = publicUrl;
    String rules = new String(Asset.read("style.css"), StandardCharsets.UTF_8) + brand.rules();
    this.style =
        new Asset("style", "text/css;charset=UTF-8", rules.getBytes(StandardCharsets.UTF_8));
  }

  /** The asset with a name; empty if there is none. */
  public Optional<Asset> asset(String name) {
    return Stream.concat(Stream.of(style, times), brand.logo().stream())
        .filter(asset -> asset.name().equals(name))
        .findFirst();
  }

  /** The layout of a page for a visitor. */
  public Layout layout(HttpServletRequest request) {
    return layout(request, "", "");
  }

  /**
   * The layout of a page.
   *
   * @param language the person's own language; may be empty
   * @param person the name of the signed-in person; may be empty
   */
  public Layout layout(HttpServletRequest request, String language, String person) {
    String context = request.getContextPath();
    return layout(words(request, language), context, context + "/assets/", person);
  }

  /**
   * The layout of a page on the host of a portal, where a proxy sends only {@code /.steward/} to
   * Steward.
   */
  public Layout layoutOfPortal(HttpServletRequest request) {
    return layout(words(request, ""), publicUrl, "/.steward/assets/", "");
  }

  private static Words words(HttpServletRequest request, String language) {
    return Words.in(language, Objects.requireNonNullElse(request.getHeader("Accept-Language"), ""));
  }

  private Layout layout(Words words, String base, String assets, String person) {
    return new Layout(
        words,
        brand.name(),
        base,
        person,
        assets + style.name(),
        assets + times.name(),
        brand.logo().map(logo -> assets + logo.name()).orElse(""));
  }

  /** The bytes of a page. */
  public byte[] render(HtmlPage page) {
    Utf8ByteOutput out = new Utf8ByteOutput();
    engine.render(
        page.template() + ".jte", Map.of("layout", page.layout(), "view", page.view()), out);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(out.getContentLength());
    try {
      out.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The headers of every page. */
  public static Map<String, String> headers() {
    return Map.of(
        "Content-Type",
        "text/html;charset=UTF-8",
        "Content-Security-Policy",
        POLICY,
        "Cross-Origin-Opener-Policy",
        "same-origin");
  }

  /** Sends a page outside Jersey. */
  public void send(HtmlPage page, HttpServletResponse response) throws IOException {
    byte[] body = render(page);
    response.setStatus(page.status());
    headers().forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
