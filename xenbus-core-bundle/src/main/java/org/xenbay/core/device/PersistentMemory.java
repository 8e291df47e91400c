// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/** Memory of devices that survives this process. From any thread. */
public interface PersistentMemory {

    /** For a core without persistent memory. */
    PersistentMemory NONE = new PersistentMemory() {
        @Override
        public Optional<ByteBuffer> of(DeviceId id, String name, int size) {
            return Optional.empty();
        }

        @Override
        public void remove(DeviceId id) {
            // there is none
        }
    };

    /**
     * @param id the device
     * @param name what it is for
     * @param size number of bytes
     * @return the memory with its last content, all zero the first time; it is allocated, so that no store fails later. Empty
     *     when it cannot be allocated
     */
    Optional<ByteBuffer> of(DeviceId id, String name, int size);

    /**
     * @param id a device
     * @return why it did not get all the memory that it asked for; empty when it did
     */
    default Optional<String> refusal(DeviceId id) {
        return Optional.empty();
    }

    /** @return see {@link org.xenbay.api.device.DeviceContext#atCommit} */
    default Runnable atCommit() {
        return () -> {};
    }

    /** @param id a device that is gone */
    void remove(DeviceId id);
}
