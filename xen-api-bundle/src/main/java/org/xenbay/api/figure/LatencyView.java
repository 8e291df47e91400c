// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.List;

/**
 * How long requests took, at one moment.
 *
 * @param buckets bounds in ascending order
 * @param count number of requests
 * @param seconds that all of them took together
 */
public record LatencyView(List<Bucket> buckets, long count, double seconds) {

    /**
     * The requests that took no longer than a bound.
     *
     * @param seconds the bound
     * @param count number of requests, those of lower bounds included
     */
    public record Bucket(double seconds, long count) {}

    /** Copies its list. */
    public LatencyView {
        buckets = List.copyOf(buckets);
    }
}
