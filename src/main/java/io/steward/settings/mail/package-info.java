/**
 * Owns the settings for mail: the server, the sender, the links in messages and how long they live,
 * and which notices are sent. Delivery and texts are left to {@code mail}.
 */
@NullMarked
package io.steward.settings.mail;

import org.jspecify.annotations.NullMarked;
