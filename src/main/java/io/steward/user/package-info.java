/**
 * The user model of Django's {@code contrib.auth} with the address as user name: users, groups,
 * permissions, and their tables. It says what an address is and when two are one, and leaves
 * hashing to {@code password} and who may change what to the flows.
 */
@NullMarked
package io.steward.user;

import org.jspecify.annotations.NullMarked;
