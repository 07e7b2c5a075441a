/**
 * Owns the Tomcat of {@code java -jar} and of a checkout: one connector, one web application, and
 * error responses that do not reveal the server. All other behaviour is left to the application,
 * which other containers can deploy unchanged.
 */
@NullMarked
package io.steward.standalone.tomcat;

import org.jspecify.annotations.NullMarked;
