package io.steward.http;

import io.steward.access.Access;
import io.steward.gate.Route;
import jakarta.servlet.ServletContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The files of the page for developers, which anyone may read. */
enum PageFile {
  PAGE("/api", "index.html", "text/html;charset=UTF-8"),
  YAML("/openapi.yaml", "openapi.yaml", "application/yaml;charset=UTF-8"),
  JSON("/openapi.json", "openapi.json", "application/json"),
  SCRIPT("/page/page.js", "page.js", "text/javascript;charset=UTF-8"),
  SWAGGER_SCRIPT(
      "/page/swagger-ui-bundle.js", "swagger-ui-bundle.js", "text/javascript;charset=UTF-8"),
  SWAGGER_STYLE("/page/swagger-ui.css", "swagger-ui.css", "text/css;charset=UTF-8");

  private final String path;
  private final String file;
  private final String type;

  PageFile(String path, String file, String type) {
    this.path = path;
    this.file = file;
    this.type = type;
  }

  /** The file with a path, with or without a slash at its end. */
  static Optional<PageFile> at(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Arrays.stream(values()).filter(file -> file.path.equals(plain)).findFirst();
  }

  Route route() {
    return Route.reading(PageServlet.class, path, new Access.Anyone());
  }

  String path() {
    return path;
  }

  String type() {
    return type;
  }

  /** Opens the file: one of the web application, or one that the build put beside this class. */
  InputStream open(ServletContext context) throws IOException {
    InputStream ours = context.getResourceAsStream("/" + file);
    InputStream found = ours == null ? PageFile.class.getResourceAsStream(file) : ours;
    if (found == null) {
      throw new FileNotFoundException(file + " is missing; deploy steward.war as it was built");
    }
    return found;
  }
}
