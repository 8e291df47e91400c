// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;

/** A bound interdomain event channel. Methods may be called from any thread. */
@ProviderType
public interface EventChannel extends AutoCloseable {

    /** @return the local port number */
    int localPort();

    /**
     * Sends an event to the other domain. To be called only when an index in shared memory has moved: guests throttle a backend
     * that sends other events.
     */
    void signal();

    /**
     * Unmasks the port, so that further events are delivered. To be called before reading shared memory, so that no event is
     * missed.
     */
    void unmask();

    /** Unbinds the port. The listener is not called any more, except by a call under way. */
    @Override
    void close();
}
