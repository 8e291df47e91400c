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
     * Sets the listener of events from now on, in place of the one before. An event that came before is not told
     * again, so the new listener's owner looks at shared memory once by itself.
     *
     * @param listener called on the thread that sends the event, never twice at once: must not block
     */
    void onEvent(Runnable listener);

    /** Sends an event to the domain that has bound the port; without one, it is lost. */
    void signal();

    /** Closes the port; the other end becomes unusable. */
    @Override
    void close();
}
