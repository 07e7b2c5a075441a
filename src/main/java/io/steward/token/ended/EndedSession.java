package io.steward.token.ended;

/**
 * A session that has ended.
 *
 * @param expiresAt when its last access token expires, in seconds since 1970
 * @param userDeleted whether its user was deleted
 */
public record EndedSession(String id, long expiresAt, boolean userDeleted) {}
