// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.frontend.internal.Coalesced;

/**
 * Finds a guest's devices, as the xenbus of its kernel does: watches {@code device}. When a device of a type with a driver
 * appears, makes a frontend for it; closes the frontend when the device is gone.
 */
public final class FrontendBus implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FrontendBus.class.getName());

    private final XenStore store;
    private final StorePath devices;
    private final Map<String, Factory> drivers;
    private final Executor executor;
    private final Map<Device, AutoCloseable> frontends = new HashMap<>();
    private final Watch connection;
    private @Nullable Watch watch;
    private boolean closed;

    /** Makes a frontend and starts it. */
    @ConsumerType
    @FunctionalInterface
    public interface Factory {

        /**
         * @param number the device's number
         * @return the frontend, started; closed when the device is gone
         */
        AutoCloseable create(int number);
    }

    /**
     * Starts to look for devices.
     *
     * @param guest the domain
     * @param drivers makes frontends, by the name of the directory below {@code device/}; called on these threads
     * @param threads threads that do its work
     */
    public FrontendBus(Guest guest, Map<String, Factory> drivers, FrontendThreads threads) {
        this.store = guest.store();
        this.devices = guest.path().child("device");
        this.drivers = Map.copyOf(drivers);
        this.executor = threads.serial();
        this.connection = store.onConnectionChange(there -> {
            if (there) {
                executor.execute(this::begin);
            }
        });
        executor.execute(this::begin);
    }

    /** Soon closes all frontends, on their executors. */
    @Override
    public void close() {
        executor.execute(() -> {
            closed = true;
            connection.close();
            if (watch != null) {
                watch.close();
            }
            Set.copyOf(frontends.keySet()).forEach(this::remove);
        });
    }

    private void begin() {
        if (closed || watch != null) {
            return;
        }
        Coalesced rescan = new Coalesced(executor, () -> guarded(this::rescan));
        guarded(() -> watch = store.watch(devices, path -> {
            if (mayBeADevice(path)) {
                rescan.run();
            }
        }));
    }

    /** Tells whether a path may be a device's: a device's keys, which change often, lie one level deeper than its {@code state}. */
    private boolean mayBeADevice(String path) {
        String prefix = devices.toString();
        if (!path.startsWith(prefix)) {
            return false;
        }
        long depth =
                path.substring(prefix.length()).chars().filter(c -> c == '/').count();
        return depth <= 2 || depth == 3 && path.endsWith("/state");
    }

    private void rescan() {
        if (closed) {
            return;
        }
        Set<Device> present = new HashSet<>();
        for (String type : drivers.keySet()) {
            for (String name : store.list(devices.child(type)).orElse(List.of())) {
                Optional<Integer> number = DeviceId.canonicalNumber(name);
                number.ifPresent(device -> present.add(new Device(type, device)));
            }
        }
        Set.copyOf(frontends.keySet()).stream()
                .filter(known -> !present.contains(known))
                .forEach(this::remove);
        present.forEach(device ->
                frontends.computeIfAbsent(device, fresh -> factory(fresh.type).create(fresh.number)));
    }

    private Factory factory(String type) {
        return Objects.requireNonNull(drivers.get(type), "only devices that have a driver are looked for");
    }

    private void remove(Device device) {
        try {
            frontends.remove(device).close();
        } catch (Exception failure) {
            LOG.log(System.Logger.Level.ERROR, "closing " + devices + "/" + device, failure);
        }
    }

    private void guarded(Runnable request) {
        try {
            request.run();
        } catch (XenStoreException refusal) {
            if (refusal.error() != StoreError.CONNECTION_LOST) {
                throw refusal;
            }
            LOG.log(System.Logger.Level.DEBUG, "{0}: XenStore is away; looks again when it is back", devices);
        }
    }

    private record Device(String type, int number) {
        @Override
        public String toString() {
            return type + "/" + number;
        }
    }
}
