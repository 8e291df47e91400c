// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/** Memory of devices that outlasts this process. By any thread. */
public interface PersistentMemory {

    /** Of a core that nothing outlasts. */
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
     * @param id whose it is
     * @param name what it is for
     * @param size number of bytes
     * @return the memory, as it was left, all zero the first time, and all of it there: no store to it fails later; empty
     *     when it cannot be had
     */
    Optional<ByteBuffer> of(DeviceId id, String name, int size);

    /**
     * @param id a device
     * @return why it does not get all the memory that it asked for; empty when it does
     */
    default Optional<String> refusal(DeviceId id) {
        return Optional.empty();
    }

    /** @param id a device that is not there any more */
    void remove(DeviceId id);
}
