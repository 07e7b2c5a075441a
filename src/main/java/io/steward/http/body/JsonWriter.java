package io.steward.http.body;

import io.steward.api.MediaTypes;
import io.steward.api.json.Json;
import io.steward.html.HtmlPage;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes the results of resources as compact JSON. */
@Produces(MediaTypes.JSON)
public final class JsonWriter implements MessageBodyWriter<Object> {

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type != byte[].class && type != HtmlPage.class;
  }

  @Override
  public void writeTo(
      Object view,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    byte[] body = Json.write(view);
    // Otherwise Jersey would copy parameters from the Accept header into the content type.
    headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaTypes.JSON);
    headers.putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
    out.write(body);
  }
}
