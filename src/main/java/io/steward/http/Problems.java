package io.steward.http;

import io.steward.api.MediaTypes;
import io.steward.background.OutOfMemory;
import io.steward.gate.Gate;
import io.steward.gate.ProblemAnswer;
import io.steward.html.Html;
import io.steward.html.HtmlPage;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Optional;
import org.glassfish.jersey.message.internal.HeaderValueException;

/** Turns every exception into a problem response. */
final class Problems implements ExceptionMapper<Throwable>, ContainerResponseFilter {
  private final String scheme;
  private final Html html;

  Problems(String scheme, Html html) {
    this.scheme = scheme;
    this.html = html;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    OutOfMemory.examine(thrown);
    ProblemException refusal = refusal(thrown);
    // With an explicit type, Jersey sends the problem whatever the Accept header says.
    return Response.status(refusal.type().status())
        .type(MediaTypes.PROBLEM)
        .entity(refusal)
        .build();
  }

  private static ProblemException refusal(Throwable thrown) {
    if (thrown instanceof ProblemException refusal) {
      return refusal;
    }
    if (thrown instanceof WebApplicationException refused) {
      return new ProblemException(ProblemType.ofStatus(refused.getResponse().getStatus()), thrown);
    }
    // Jersey parses some headers only when they are used, and then throws this exception.
    boolean isSendersFault =
        thrown instanceof HeaderValueException fault
            && fault.getContext() == HeaderValueException.Context.INBOUND;
    return new ProblemException(
        isSendersFault ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR, thrown);
  }

  /** Writes the body here, because the exception mapper does not know the request's id. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() >= 400) {
      // If Jersey cannot parse a header, it responds with a status and no entity.
      ProblemException refusal =
          response.getEntity() instanceof ProblemException thrown
              ? thrown
              : new ProblemException(ProblemType.ofStatus(response.getStatus()));
      String id = RequestId.of(request.getProperty(RequestId.ATTRIBUTE));
      ProblemAnswer answer = new ProblemAnswer(refusal, scheme, id);
      answer.log();
      answer.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
      response.setStatus(answer.status());
      page(answer, request)
          .ifPresentOrElse(
              page -> Pages.write(html, page, response), () -> write(answer, response));
    }
  }

  private Optional<HtmlPage> page(ProblemAnswer answer, ContainerRequestContext request) {
    return request.getProperty(Gate.REQUEST_ATTRIBUTE) instanceof HttpServletRequest admitted
        ? answer.page(html, admitted)
        : Optional.empty();
  }

  private static void write(ProblemAnswer answer, ContainerResponseContext response) {
    byte[] body = answer.body();
    response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
    response.setEntity(body);
  }
}
