/**
 * Owns the user model of Django's {@code contrib.auth} with the email address as user name: users,
 * groups, permissions, and their tables. It also decides which texts are email addresses and which
 * email addresses are equal. Hashing is left to {@code password}; the right to change a user is
 * left to the flows.
 */
@NullMarked
package io.steward.user;

import org.jspecify.annotations.NullMarked;
