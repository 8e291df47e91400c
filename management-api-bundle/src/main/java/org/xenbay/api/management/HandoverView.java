// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;

/**
 * How a device came through the last replacement of its backend's code.
 *
 * @param pause how long it was not served; zero when its code has never been replaced
 * @param refusal why the new code has not taken it over; empty when it has, or has not decided yet
 * @param guestInvolved whether the new code has read anything that the guest can change (its nodes, its memory, its event
 *     channels): then the guest may be the cause of a refusal
 */
public record HandoverView(Duration pause, String refusal, boolean guestInvolved) {

    /**
     * For new code that has read nothing of the guest's.
     *
     * @param pause how long it was not served
     * @param refusal why the new code has not taken it over
     */
    public HandoverView(Duration pause, String refusal) {
        this(pause, refusal, false);
    }
}
