// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** Memory of another domain at an address of this process. */
final class Mapping {

    private static final System.Logger LOG = System.getLogger(Mapping.class.getName());

    private Mapping() {}

    /** @return the accesses that the processor allows, for {@code mmap(2)} */
    static int protection(Access access) {
        return access == Access.READ ? LibcAbi.PROT_READ : LibcAbi.PROT_READ | LibcAbi.PROT_WRITE;
    }

    /**
     * @param address its address
     * @param length its size in bytes
     * @param access the access that it was mapped for; a store that the processor refuses would end this process
     * @param release called when it is no longer mapped
     * @return the memory; closing it unmaps it
     */
    static SharedMemory shared(long address, int length, Access access, Runnable release) {
        ByteBuffer memory = new Pointer(address).getByteBuffer(0, length);
        return SharedMemory.over(access == Access.READ ? memory.asReadOnlyBuffer() : memory, () -> {
            unmap(address, length);
            release.run();
        });
    }

    static void unmap(long address, long length) {
        if (Libc.munmap(address, length) < 0) {
            LOG.log(System.Logger.Level.ERROR, "munmap of {0} bytes: {1}", length, Libc.text(Libc.errno()));
        }
    }
}
