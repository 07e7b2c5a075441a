package io.steward.http;

/**
 * A resource and its path. For a class that is mounted more than once, each time at another path,
 * and so has no {@code @Path}.
 *
 * @param path as in {@code @Path}
 */
public record Placed(String path, Object resource) {}
