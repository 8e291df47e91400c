// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import org.osgi.annotation.versioning.ProviderType;

/**
 * How the daemon and its host are, for whoever shows it or hands it on: the command {@code health}, the page, a monitoring system. A
 * service; from any thread.
 */
@ProviderType
public interface Monitoring {

    /** The media type of {@link #metrics}. */
    String METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /**
     * Makes all checks. It takes as long as the slowest of them, a few seconds at most: a check that does not end is a finding.
     *
     * @return what they have found
     * @throws InterruptedException when the caller is interrupted
     */
    HealthReport health() throws InterruptedException;

    /**
     * Measures everything: the host, this process, its budgets, all devices and what their backends count.
     *
     * @return the figures as OpenMetrics 1.0.0
     * @throws InterruptedException when the caller is interrupted
     * @throws IllegalStateException when a part that is measured is not running; the message is for an operator
     */
    String metrics() throws InterruptedException;
}
