package io.steward.http.body;

import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.api.json.Utf8;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request's body: checks limits, then the media type, then parses the text. */
public final class InputReader implements MessageBodyReader<Input> {
  // The last two encode ASCII like UTF-8, and old clients declare them.
  private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii", "iso-8859-1");
  private static final Pattern NO_CODING = Pattern.compile("(?i)(?:identity)?");

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
    requireNoCoding(headers.getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of()));
    byte[] body = read(headers.getFirst(HttpHeaders.CONTENT_LENGTH), stream);
    if (body.length == 0) {
      return Input.empty();
    }
    boolean isTyped = headers.getFirst(HttpHeaders.CONTENT_TYPE) != null;
    return switch (isTyped ? essence(mediaType) : "") {
      case MediaTypes.JSON, MediaTypes.MERGE_PATCH -> Input.json(inUtf8(body, mediaType));
      case MediaTypes.FORM -> Input.form(inUtf8(body, mediaType));
      default -> throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    };
  }

  private static byte[] inUtf8(byte[] body, MediaType mediaType) {
    if (!CHARSETS.contains(charset(mediaType))) {
      // A text in another encoding is malformed, whatever its header says.
      Utf8.decode(body);
      throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    return body;
  }

  /** RFC 9110, 8.4: a coded body would have to be decoded first. */
  private static void requireNoCoding(List<String> contentEncodings) {
    boolean isPlain =
        contentEncodings.stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .allMatch(coding -> NO_CODING.matcher(coding).matches());
    if (!isPlain) {
      throw new ProblemException(ProblemType.UNSUPPORTED_CONTENT_ENCODING);
    }
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

  private static String charset(MediaType mediaType) {
    return mediaType
        .getParameters()
        .getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static String essence(MediaType mediaType) {
    return (mediaType.getType() + "/" + mediaType.getSubtype()).toLowerCase(Locale.ROOT);
  }
}
