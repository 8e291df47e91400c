// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import org.osgi.annotation.versioning.ProviderType;

/** A guest's end of an event channel. */
@ProviderType
public interface GuestPort extends AutoCloseable {

    /** @return the port number, as the guest publishes it */
    int number();

    /** @return whether another domain has bound it now */
    boolean isBound();

    /**
     * Replaces the listener. Earlier events are not repeated, so the caller reads shared memory once after this call.
     *
     * @param listener called on the thread that sends the event, never twice at once: must not block
     */
    void onEvent(Runnable listener);

    /** Sends an event to the domain that has bound the port. While no domain has bound it, the event is lost. */
    void signal();

    /** Closes the port; the other end becomes unusable. */
    @Override
    void close();
}
