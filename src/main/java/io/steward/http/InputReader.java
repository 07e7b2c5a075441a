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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a request's body: checks limits, then the media type, then parses the text. */
public final class InputReader implements MessageBodyReader<Input> {
  private static final Set<String> CHARSETS = Set.of("utf-8", "us-ascii", "iso-8859-1");

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
      InputStream stream) {
    byte[] body = read(headers.getFirst(HttpHeaders.CONTENT_LENGTH), stream);
    if (body.length == 0) {
      return Input.empty();
    }
    requireUtf8(mediaType);
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

  private static byte[] read(String contentLength, InputStream stream) {
    try {
      if (contentLength != null && Long.parseLong(contentLength) > Input.MAX_BYTES) {
        throw new ProblemException(ProblemType.CONTENT_TOO_LARGE);
      }
      byte[] body = stream.readNBytes(Input.MAX_BYTES + 1);
      if (body.length > Input.MAX_BYTES) {
        throw new ProblemException(ProblemType.CONTENT_TOO_LARGE);
      }
      return body;
    } catch (IOException | NumberFormatException e) {
      // The sender aborted the request, or the container detected an error in its framing.
      throw new ProblemException(ProblemType.MALFORMED_REQUEST, e);
    }
  }

  /** Also accepts charsets that encode ASCII like UTF-8, because old clients declare them. */
  private static void requireUtf8(MediaType mediaType) {
    String charset = mediaType.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
    if (!CHARSETS.contains(charset.toLowerCase(Locale.ROOT))) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST, "JSON parse error - the charset is not UTF-8");
    }
  }

  private static String essence(MediaType mediaType) {
    return (mediaType.getType() + "/" + mediaType.getSubtype()).toLowerCase(Locale.ROOT);
  }
}
