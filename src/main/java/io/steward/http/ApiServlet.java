package io.steward.http;

import io.steward.api.LongAnswer;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** Jersey; a broken answer ends without the last chunk (RFC 9112, 8). */
final class ApiServlet extends ServletContainer {
  private static final long serialVersionUID = 1L;

  ApiServlet(ResourceConfig application) {
    super(application);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    super.service(request, new Breakable(request, response));
    if (isBroken(request) && response.isCommitted()) {
      throw new IOException("the answer broke off");
    }
  }

  private static boolean isBroken(HttpServletRequest request) {
    return request.getAttribute(LongAnswer.BROKEN) != null;
  }

  /** Jersey closes the stream also after a failure, which would complete the answer. */
  private static final class Breakable extends HttpServletResponseWrapper {
    private final HttpServletRequest request;

    Breakable(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return new BreakableStream(request, super.getOutputStream());
    }
  }

  /** A stream that can only be closed while the answer is not broken. */
  private static final class BreakableStream extends ServletOutputStream {
    private final HttpServletRequest request;
    private final ServletOutputStream out;

    BreakableStream(HttpServletRequest request, ServletOutputStream out) {
      this.request = request;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!isBroken(request)) {
        out.close();
      }
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
