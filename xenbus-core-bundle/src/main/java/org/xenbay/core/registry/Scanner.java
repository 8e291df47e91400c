// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.core.device.CloseAll;
import org.xenbay.core.device.DeviceActor;

/**
 * Finds devices: one watch for each type reports every backend directory of that type. A change of a known device goes directly
 * to it. An unknown name is looked up first, so that the report of a removal does not create a device.
 */
final class Scanner {

    private static final Logger LOG = System.getLogger(Scanner.class.getName());
    private static final int MAX_WARNED = 256;

    private final XenStore store;
    private final StorePath backends;
    private final int ownDomain;
    private final DeviceRegistry registry;
    private final Function<DeviceId, DeviceActor> factory;
    private final Worker worker;
    /**
     * Types whose devices are found. Filled before the watch is set, because the watch's first event may come before its call
     * returns.
     */
    private final Set<String> types = ConcurrentHashMap.newKeySet();

    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private Set<DeviceId> unknown = new LinkedHashSet<>();

    @GuardedBy("lock")
    private Set<StorePath> directories = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Set<String> warned = new HashSet<>();

    Scanner(
            XenStore store,
            int ownDomain,
            DeviceRegistry registry,
            Function<DeviceId, DeviceActor> factory,
            Worker worker) {
        this.store = store;
        this.ownDomain = ownDomain;
        this.backends = StorePath.ofDomain(ownDomain).child("backend");
        this.registry = registry;
        this.factory = factory;
        this.worker = worker;
    }

    /** Begins to serve a type; the watch's first event makes the scan. */
    void start(String type) {
        StorePath directory = backends.child(type);
        types.add(type);
        watches.computeIfAbsent(type, unused -> store.watch(directory, path -> changed(type, directory, path)));
    }

    void stop(String type) {
        types.remove(type);
        Watch watch = watches.remove(type);
        if (watch != null) {
            watch.close();
        }
    }

    void stopAll() {
        new CloseAll().then(List.copyOf(watches.keySet()), this::stop).finish();
    }

    /** Looks a device's name up again: a new device of that name may have come when the old record ended. */
    void check(DeviceId id) {
        synchronized (lock) {
            unknown.add(id);
        }
        worker.run("scan", this::work);
    }

    /** Called on the thread that reads XenStore's answers. */
    private void changed(String type, StorePath directory, String path) {
        String prefix = directory + "/";
        if (!path.startsWith(prefix)) {
            registry.ofType(type).forEach(device -> device.backendChanged(""));
            checkDirectory(directory);
            return;
        }
        String[] parts = path.substring(prefix.length()).split("/", 3);
        Optional<Integer> domain = number(parts[0], path);
        if (domain.isEmpty() || domain.get() > DeviceId.MAX_DOMAIN) {
            return;
        }
        if (parts.length == 1) {
            registry.ofDomain(domain.get()).stream()
                    .filter(device -> device.id().type().equals(type))
                    .forEach(device -> device.backendChanged(""));
            checkDirectory(directory.child(parts[0]));
            return;
        }
        number(parts[1], path).ifPresent(device -> {
            DeviceId id = new DeviceId(domain.get(), type, device);
            Optional<DeviceActor> known = registry.find(id);
            if (known.isPresent()) {
                known.get().backendChanged(parts.length == 3 ? parts[2] : "");
            } else {
                check(id);
            }
        });
    }

    private void checkDirectory(StorePath directory) {
        synchronized (lock) {
            directories.add(directory);
        }
        worker.run("scan", this::work);
    }

    private void work() {
        Set<DeviceId> ids;
        Set<StorePath> scans;
        synchronized (lock) {
            ids = unknown;
            scans = directories;
            unknown = new LinkedHashSet<>();
            directories = new LinkedHashSet<>();
        }
        try {
            for (StorePath scan : scans) {
                ids.addAll(scan(scan));
            }
            create(List.copyOf(ids));
        } catch (XenStoreException failed) {
            if (failed.error() != StoreError.CONNECTION_LOST) {
                LOG.log(Level.WARNING, "cannot look for devices: " + failed.getMessage());
            }
        }
    }

    /** Lists a type's directory, or that of one domain below it. */
    private List<DeviceId> scan(StorePath directory) {
        List<DeviceId> found = new ArrayList<>();
        boolean whole = directory.parent().equals(backends);
        String type = whole ? directory.name() : directory.parent().name();
        List<String> domains = whole ? store.list(directory).orElse(List.of()) : List.of(directory.name());
        StorePath typeDirectory = backends.child(type);
        for (String domain : domains) {
            StorePath domainDirectory = typeDirectory.child(domain);
            Optional<Integer> domainId = number(domain, domainDirectory.toString());
            if (domainId.isPresent() && domainId.get() <= DeviceId.MAX_DOMAIN) {
                for (String device : store.list(domainDirectory).orElse(List.of())) {
                    number(device, domainDirectory.child(device).toString())
                            .ifPresent(number -> found.add(new DeviceId(domainId.get(), type, number)));
                }
            }
        }
        return found;
    }

    private void create(List<DeviceId> ids) {
        List<DeviceId> candidates = ids.stream()
                .filter(id -> types.contains(id.type()))
                .filter(id -> registry.find(id).isEmpty())
                .toList();
        List<Optional<byte[]>> present = store.readAllBytes(
                candidates.stream().map(id -> id.backendPath(ownDomain)).toList());
        for (int i = 0; i < candidates.size(); i++) {
            if (present.get(i).isPresent()) {
                registry.findOrCreate(candidates.get(i), factory).backendChanged("");
            }
        }
    }

    /** Names are decimal, with no sign and no leading zero; another name is not a device. */
    private Optional<Integer> number(String name, String path) {
        Optional<Integer> number = DeviceId.canonicalNumber(name);
        if (number.isEmpty()) {
            synchronized (lock) {
                if (warned.size() < MAX_WARNED && warned.add(path)) {
                    LOG.log(Level.WARNING, path + " is ignored: \"" + name + "\" is not a number");
                }
            }
        }
        return number;
    }
}
