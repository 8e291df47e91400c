// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.xenbay.api.device.DeviceId;
import org.xenbay.core.device.DeviceActor;

/** The devices that are known, by id. From any thread. */
public final class DeviceRegistry {

    private final Map<DeviceId, DeviceActor> devices = new ConcurrentHashMap<>();

    /**
     * @param id a device
     * @return it, when it is known
     */
    public Optional<DeviceActor> find(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    /**
     * @param id a device
     * @param factory makes its record when there is none
     * @return its record
     */
    DeviceActor findOrCreate(DeviceId id, Function<DeviceId, DeviceActor> factory) {
        return devices.computeIfAbsent(id, factory);
    }

    void remove(DeviceId id) {
        devices.remove(id);
    }

    /** @return all devices, in the order of their ids */
    public List<DeviceActor> all() {
        return matching(id -> true);
    }

    List<DeviceActor> ofType(String type) {
        return matching(id -> id.type().equals(type));
    }

    List<DeviceActor> ofDomain(int domain) {
        return matching(id -> id.domain() == domain);
    }

    private List<DeviceActor> matching(Predicate<DeviceId> condition) {
        List<DeviceActor> found = new ArrayList<>();
        for (DeviceActor device : devices.values()) {
            if (condition.test(device.id())) {
                found.add(device);
            }
        }
        found.sort(Comparator.comparing(DeviceActor::id));
        return found;
    }
}
