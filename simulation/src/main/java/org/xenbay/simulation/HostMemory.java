// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.core.device.PersistentMemory;

/** Memory of a host's devices, which outlasts its daemons. */
public final class HostMemory implements PersistentMemory {

    private final Map<Key, ByteBuffer> all = new ConcurrentHashMap<>();

    /** The device and the name of a piece of memory. */
    private record Key(DeviceId device, String name) {}

    /** None yet. */
    public HostMemory() {}

    @Override
    public Optional<ByteBuffer> of(DeviceId device, String name, int size) {
        return Optional.of(all.computeIfAbsent(new Key(device, name), unused -> ByteBuffer.allocateDirect(size)));
    }

    @Override
    public void remove(DeviceId device) {
        all.keySet().removeIf(key -> key.device.equals(device));
    }
}
