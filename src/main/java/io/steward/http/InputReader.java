package io.steward.http;

import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Optional;

/** Reads a request's body: limits first, then the media type, then the text. */
final class InputReader implements MessageBodyReader<Input> {
  private static final int MAX_BYTES = 64 * 1024;

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Input.class;
  }

  @Override
  public Input readFrom(
      Class<Input> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream stream)
      throws IOException {
    byte[] body = read(headers.getFirst(HttpHeaders.CONTENT_LENGTH), stream);
    if (body.length == 0) {
      return Input.empty();
    }
    String sent = Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_TYPE)).orElse("");
    return switch (sent.isEmpty() ? "" : essence(mediaType)) {
      case MediaTypes.JSON -> Input.json(body);
      case MediaTypes.FORM -> Input.form(body);
      default ->
          throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "Unsupported media type \"" + sent + "\" in request.");
    };
  }

  private static byte[] read(String contentLength, InputStream stream) throws IOException {
    if (contentLength != null && Long.parseLong(contentLength) > MAX_BYTES) {
      throw new ProblemException(ProblemType.CONTENT_TOO_LARGE);
    }
    byte[] body = stream.readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw new ProblemException(ProblemType.CONTENT_TOO_LARGE);
    }
    return body;
  }

  private static String essence(MediaType mediaType) {
    return (mediaType.getType() + "/" + mediaType.getSubtype()).toLowerCase(java.util.Locale.ROOT);
  }
}
