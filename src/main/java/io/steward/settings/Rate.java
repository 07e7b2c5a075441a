package io.steward.settings;

import java.time.Duration;

/**
 * A rate limit.
 *
 * @param burst how many attempts are allowed at once
 * @param every the time after which one more is allowed
 */
public record Rate(int burst, Duration every) {}
