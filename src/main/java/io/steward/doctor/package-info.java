/**
 * What is to be known of an installation before anybody relies on it: what it runs in, with which
 * libraries, on which database, and what is wrong with that. The database is only looked at, never
 * changed; settings that are wrong in themselves are refused before.
 */
@NullMarked
package io.steward.doctor;

import org.jspecify.annotations.NullMarked;
