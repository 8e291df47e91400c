// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pages that one other domain has granted to this one.
 *
 * <p>Grant references are unsigned 32-bit numbers held in an {@code int}. Methods may be called from any thread.
 */
@ProviderType
public interface GrantTable {

    /** Size of a granted page in bytes; 4 KiB on every architecture. */
    int PAGE_SIZE = 4096;

    /** What a mapping is for. */
    enum Access {
        /** The page is only read; the grant may be a read-only one. */
        READ,
        /** The page is read and written; the grant must be a writable one. */
        READ_WRITE
    }

    /**
     * Maps pages, in the order of their references, as one contiguous piece of memory.
     *
     * @param references grant references, at least one
     * @param access whether the memory is to be read only, or also written
     * @return the memory, {@code references.length * PAGE_SIZE} bytes; closing it unmaps all pages
     * @throws GrantException when any of them cannot be mapped; then none is
     */
    SharedMemory map(int[] references, Access access);

    /** @return whether {@link #copy} works here (hypervisor and kernel have GNTTABOP_copy) */
    boolean canCopy();

    /**
     * Lets the hypervisor copy bytes between granted pages and this process's memory, without mapping them. Copies all
     * segments, also after one has failed.
     *
     * @param segments what to copy
     * @throws GrantException when any segment failed: the status of the first one, and which segment it is; the other segments
     *     stay copied
     * @throws UnsupportedOperationException when {@link #canCopy} returns false
     */
    void copy(List<GrantCopy> segments);
}
