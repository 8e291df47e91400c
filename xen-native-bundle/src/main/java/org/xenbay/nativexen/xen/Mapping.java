// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Pointer;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.nativexen.libc.Libc;

/** Memory of another domain at an address of this process. */
final class Mapping {

    private static final System.Logger LOG = System.getLogger(Mapping.class.getName());

    private Mapping() {}

    /**
     * @param address where it is
     * @param length its bytes
     * @param release runs when it is no longer mapped
     * @return the memory; closing it unmaps it
     */
    static SharedMemory shared(long address, int length, Runnable release) {
        return SharedMemory.over(new Pointer(address).getByteBuffer(0, length), () -> {
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
