// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;

/**
 * How a device came through the last change of the code that serves it.
 *
 * @param pause how long nobody served it; zero when its code has never been replaced
 * @param refusal why the new code does not take it over, or did not; empty when it does, or has not decided yet
 * @param guestInvolved whether the new code has looked at anything that the guest can change (its nodes, its memory, its event
 *     channels): then the guest may be the cause of a refusal
 */
public record HandoverView(Duration pause, String refusal, boolean guestInvolved) {

    /**
     * Of new code that has looked at nothing of the guest's.
     *
     * @param pause how long nobody served it
     * @param refusal why the new code does not take it over
     */
    public HandoverView(Duration pause, String refusal) {
        this(pause, refusal, false);
    }
}
