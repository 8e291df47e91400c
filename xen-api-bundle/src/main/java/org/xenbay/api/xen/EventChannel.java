// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;

/** A bound interdomain event channel. Methods may be called from any thread. */
@ProviderType
public interface EventChannel extends AutoCloseable {

    /** @return the local port number */
    int localPort();

    /** Sends an event to the other domain. Only to be sent when an index in shared memory has moved: guests punish others. */
    void signal();

    /** Lets events through again; to be called before looking at shared memory, so that no event is missed. */
    void unmask();

    /** Unbinds the port. The listener is not called any more, except by a call under way. */
    @Override
    void close();
}
