package io.steward.settings;

import java.time.Duration;

/**
 * How often something may be done.
 *
 * @param burst so many times at once
 * @param every and then once in that time
 */
public record Rate(int burst, Duration every) {}
