package io.steward.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer that is too long to hold in memory. If writing fails, the answer is marked as broken,
 * so that no client mistakes a part for the whole.
 */
public record LongAnswer(HttpServletRequest request, StreamingOutput content)
    implements StreamingOutput {
  /** The attribute of a request whose answer is broken. */
  public static final String BROKEN = "io.steward.broken";

  @Override
  public void write(OutputStream out) throws IOException {
    try {
      content.write(out);
    } catch (IOException | RuntimeException | Error e) {
      request.setAttribute(BROKEN, true);
      throw e;
    }
  }
}
