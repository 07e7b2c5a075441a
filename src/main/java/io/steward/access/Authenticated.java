package io.steward.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Open to the bearer of an access token (RFC 6750). */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Authenticated {
  /**
   * Whether {@code STEWARD_COOKIE_API} opens the endpoint to scripts of Steward's own origin. Do
   * not set this on endpoints that return tokens: a script cannot read the cookie, but could read
   * the tokens.
   */
  boolean takesCookie() default false;
}
