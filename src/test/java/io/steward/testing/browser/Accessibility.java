package io.steward.testing.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** axe-core, which looks for what keeps people with disabilities from using a page (WCAG 2.2). */
public final class Accessibility {
  private static final String RULES =
      "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}";
  private static final String RUN =
      """
      %s
      const done = arguments[arguments.length - 1];
      axe.run(document, %s).then(
        result => done(result.violations.flatMap(violation => violation.nodes.map(
          node => violation.id + ': ' + node.html + ' ' + node.failureSummary))),
        error => done([String(error)]));
      """;

  private final String script;

  /** Reads the program. */
  public Accessibility() {
    try {
      this.script = RUN.formatted(Files.readString(NpmPackages.file("axe-core/axe.min.js")), RULES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with the page that a window shows. */
  public List<?> violations(Chromium chromium) {
    return (List<?>) chromium.called(script);
  }
}
