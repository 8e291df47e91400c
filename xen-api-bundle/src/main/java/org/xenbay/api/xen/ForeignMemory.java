// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;

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
    SharedMemory map(int domain, long[] frames);
}
