package io.steward.http;

import io.steward.api.Anyone;
import io.steward.api.Authenticated;
import io.steward.api.TrustedProxy;
import java.lang.reflect.Method;

/** Whom a method of a path is open to, as its annotation says; the wider circle comes first. */
enum Who {
  ANYONE,
  /** A trusted proxy that asks about another's request. */
  PROXY,
  /** The bearer of an access token. */
  BEARER,
  /** A configured client; also nobody, where nothing is said. */
  CLIENT;

  static Who of(Method method) {
    if (method.isAnnotationPresent(Anyone.class)) {
      return ANYONE;
    }
    if (method.isAnnotationPresent(TrustedProxy.class)) {
      return PROXY;
    }
    return method.isAnnotationPresent(Authenticated.class) ? BEARER : CLIENT;
  }
}
