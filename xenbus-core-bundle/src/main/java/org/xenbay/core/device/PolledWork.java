// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/** Work that a mailbox polls for while it has no task. On the mailbox only. */
interface PolledWork {

    /** @return whether there is work; has to be cheap, as it is called repeatedly */
    boolean hasWork();

    /** Does it. */
    void work();

    /** Polling has ended: unmasks the port, so that events come again. */
    void rearm();
}
