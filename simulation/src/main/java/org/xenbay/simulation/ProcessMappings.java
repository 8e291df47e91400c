// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.SharedMemory;

/**
 * One process's mappings of guests' memory. The hypervisor removes them when the process ends, even those that a thread of the
 * killed process holds. From any thread.
 */
final class ProcessMappings {

    @GuardedBy("this")
    private final List<SharedMemory> mapped = new ArrayList<>();

    GrantTable of(GrantTable grants) {
        return new GrantTable() {

            @Override
            public SharedMemory map(int[] references, Access access) {
                return keep(() -> grants.map(references, access));
            }

            @Override
            public boolean canCopy() {
                return grants.canCopy();
            }

            @Override
            public void copy(List<GrantCopy> segments) {
                grants.copy(segments);
            }
        };
    }

    ForeignMemory of(ForeignMemory foreign) {
        return (domain, frames, access) -> keep(() -> foreign.map(domain, frames, access));
    }

    /** Holds that the process takes belong to its own view, and do not end the hypervisor's mapping. */
    private synchronized SharedMemory keep(Supplier<SharedMemory> mapping) {
        mapped.removeIf(SharedMemory::isClosed);
        SharedMemory hypervisors = mapping.get();
        mapped.add(hypervisors);
        return SharedMemory.over(bytesOf(hypervisors), hypervisors::close);
    }

    /** The embedded hypervisor's pages are memory of the JVM, which exists as long as it is referenced. */
    private static ByteBuffer bytesOf(SharedMemory memory) {
        List<ByteBuffer> bytes = new ArrayList<>();
        try {
            memory.lend(0, memory.size(), part -> {
                bytes.add(part);
                return part.capacity();
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.get(0);
    }

    /** The process has ended, and none of its threads runs any more. */
    synchronized void end() {
        mapped.forEach(SharedMemory::close);
        mapped.clear();
    }
}
