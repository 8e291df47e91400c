package org.xenbay.api.management;

import java.time.Duration;

/**
 * How a device came through the last change of the code that serves it.
 *
 * @param pause how long nobody served it; zero when its code has never been replaced
 * @param refusal why the new code does not take it over, while it is parked; empty otherwise
 */
public record HandoverView(Duration pause, String refusal) {}
