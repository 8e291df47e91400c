// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.xen.GrantTable.Access;

/**
 * Frames of other domains by number: a privilege of dom0, needed where a frontend publishes a frame and not a grant (the
 * primary console's {@code ring-ref}, vkbd's {@code page-ref}).
 */
@ProviderType
public interface ForeignMemory {

    /**
     * Maps frames, readable and writable, as one contiguous piece of memory.
     *
     * @param domain the domain that owns them
     * @param frames guest frame numbers, at least one
     * @return the memory, {@code frames.length * 4096} bytes; closing it unmaps it
     * @throws XenException when any of them cannot be mapped; then none is
     */
    default SharedMemory map(int domain, long[] frames) {
        return map(domain, frames, Access.READ_WRITE);
    }

    /**
     * Maps frames as one contiguous piece of memory.
     *
     * @param domain the domain that owns them
     * @param frames guest frame numbers, at least one
     * @param access whether the memory is to be read only, or also written; read-only memory refuses each store, by this class
     *     and by the processor's page tables
     * @return the memory, {@code frames.length * 4096} bytes; closing it unmaps it
     * @throws XenException when any of them cannot be mapped; then none is
     */
    SharedMemory map(int domain, long[] frames, Access access);
}
