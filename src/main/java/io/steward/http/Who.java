package io.steward.http;

import io.steward.api.Anyone;
import io.steward.api.Authenticated;
import java.lang.reflect.Method;

/** Whom a method of a path is open to; the wider circle comes first. */
enum Who {
  ANYONE,
  /** A trusted proxy that asks about another's request. */
  PROXY,
  /** The bearer of an access token. */
  BEARER,
  /** A configured client; also nobody, where nothing is said. */
  CLIENT;

  /** Whom the annotation of a resource's method names. */
  static Who of(Method method) {
    if (method.isAnnotationPresent(Anyone.class)) {
      return ANYONE;
    }
    return method.isAnnotationPresent(Authenticated.class) ? BEARER : CLIENT;
  }
}
