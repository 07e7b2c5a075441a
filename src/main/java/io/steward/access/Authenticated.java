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
   * Whether {@code STEWARD_COOKIE_API} opens it to scripts of Steward's own origin. Do not set it
   * on endpoints that return tokens: scripts can read them, and cannot read the cookie.
   */
  boolean takesCookie() default false;
}
