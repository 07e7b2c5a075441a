package io.steward.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Open to active staff with a permission. The request needs an access token. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Administrative {
  /** The code of the permission, such as {@code users.view_user}; empty if none is needed. */
  String value();

  /** The query parameters of a method that changes something. All others are refused. */
  String[] parameters() default {};
}
