package io.steward.access;

import java.lang.reflect.Method;

/** Who may call a method of a path; the wider group comes first. */
public enum Who {
  ANYONE,
  /** A trusted proxy that asks about a client's request. */
  PROXY,
  /** The bearer of an access token. */
  BEARER,
  /** An OAuth client; also the default for methods without an annotation. */
  CLIENT;

  /** The access from the annotation of a resource's method. */
  public static Who of(Method method) {
    if (method.isAnnotationPresent(Anyone.class)) {
      return ANYONE;
    }
    return method.isAnnotationPresent(Authenticated.class) ? BEARER : CLIENT;
  }
}
