package io.steward.http;

/**
 * A resource whose class serves several paths, at one of them.
 *
 * @param path as in {@code @Path}, which the class does not have
 */
public record Placed(String path, Object resource) {}
