// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/** What a mailbox can look out for while it has no task. On the mailbox only. */
interface Lookout {

    /** @return whether there is work; cheap, as it is asked again and again */
    boolean hasWork();

    /** Does it. */
    void work();

    /** Nobody looks any more: events are to come again. */
    void turnAway();
}
