// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.backend.console.ConsoleBackend;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.DeviceActor;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;

/** A host in memory with the guest of a recorded device, the core, and the device's backend with its default settings. On one thread. */
final class ReplayHost implements AutoCloseable {

    private static final String TYPE = "console";

    /** Time of one look at the device. */
    private static final long LOOK_MILLIS = 1_000;

    /** What a backend takes for a number. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

    private static final long MAX_GRANT = 0xFFFF_FFFFL;
    private static final long MAX_PORT = (1 << 17) - 1;

    /** The core writes it when it takes a device. */
    private static final String OWNER = "served-by";

    private static final String STATE = "state";

    private final Recording recording;
    private final EmbeddedXen xen = new EmbeddedXen();
    private final ConsoleBackend backend = new ConsoleBackend(Map.of());
    private final Guest guest;
    private final Xenbus xenbus;
    private final Set<String> fresh = new LinkedHashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();

    /** @param recording can be replayed */
    ReplayHost(Recording recording) {
        this.recording = recording;
        this.guest = guest(recording.id().domain());
        backend.setTerminals(new SilentTerminals());
        this.xenbus = new Xenbus(new CoreRuntime(
                xen,
                HostServices.NONE,
                Limits.DEFAULT,
                CallLimits.DEFAULT,
                CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT)));
        xenbus.backendArrived(List.of(TYPE), new BackendTable.Entry(backend, 0, 1, "replay", "0", 0));
    }

    /** @return why a device whose nodes are known cannot be replayed here; empty when it can */
    static String obstacle(Recording device) {
        DeviceId id = device.id();
        String socket = device.backend().get("path");
        if (!id.type().equals(TYPE)) {
            return "only consoles can be replayed, and its type is " + id.type();
        } else if (id.device() == 0) {
            return "the frontend of a primary console has no states";
        } else if (device.backend().containsKey("path") && (socket == null || !socket.isEmpty())) {
            return "its socket would be a file that the report names";
        }
        return "";
    }

    /** Makes the guest with the recorded id, which messages may name: ids ascend from 1. */
    private Guest guest(int domain) {
        Guest made = xen.create("replayed");
        while (made.domain() < domain) {
            xen.destroy(made.domain());
            made = xen.create("replayed");
        }
        return made;
    }

    /** Makes the device, as its toolstack did, with all nodes that its two sides had in the end. */
    void attach(XenbusState frontendState) {
        DeviceId id = recording.id();
        StorePath back = id.backendPath(0);
        StorePath front = frontend();
        List<Permission> guestsOwn = List.of(Permission.none(id.domain()), Permission.read(0));
        List<Permission> guestReads = List.of(Permission.none(0), Permission.read(id.domain()));
        xen.store().transact(transaction -> {
            begin(transaction, front, guestsOwn);
            recording.frontend().forEach((node, value) -> transaction.write(front.child(node), offered(node, value)));
            transaction.write(front.child(STATE), Integer.toString(frontendState.number()));
            begin(transaction, back, guestReads);
            recording.backend().forEach((node, value) -> {
                if (!node.equals(OWNER)) {
                    transaction.write(back.child(node), known(node, value));
                }
            });
            transaction.write(back.child(STATE), Integer.toString(XenbusState.INITIALISING.number()));
            return null;
        });
    }

    private static void begin(StoreTransaction transaction, StorePath directory, List<Permission> permissions) {
        transaction.makeDirectory(directory);
        transaction.setPermissions(directory, permissions);
    }

    private StorePath frontend() {
        return StorePath.of(recording.frontendPath());
    }

    /** @return the value of a frontend's node: pages and ports are this guest's, all else is as recorded, also when it is wrong */
    private String offered(String node, @Nullable String value) {
        if (node.equals("ring-ref") && isNumber(value, Integer.MIN_VALUE, MAX_GRANT)) {
            fresh.add(node);
            return Integer.toString(guest.grant(0, 1, true).references()[0]);
        } else if (node.equals("port") && isNumber(value, 1, MAX_PORT)) {
            fresh.add(node);
            return Integer.toString(guest.allocatePort(0, () -> {}).number());
        }
        return known(node, value);
    }

    private static boolean isNumber(@Nullable String value, long min, long max) {
        if (value == null || !DECIMAL.matcher(value).matches()) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= min && number <= max;
    }

    private String known(String node, @Nullable String value) {
        if (value == null) {
            leftOut.add(node);
            return "(left out)";
        }
        return value;
    }

    /** @return nodes that have other numbers than recorded */
    Set<String> fresh() {
        return fresh;
    }

    /** @return nodes whose values are not in the report */
    Set<String> leftOut() {
        return leftOut;
    }

    /** The guest changes its state; Unknown stands for a state that is gone. */
    void write(XenbusState frontendState) {
        StorePath node = frontend().child(STATE);
        if (frontendState == XenbusState.UNKNOWN) {
            xen.store().remove(node);
        } else {
            xen.store().write(node, Integer.toString(frontendState.number()));
        }
    }

    /** @return the device between two of its tasks; null when the core does not know it, or it is in a task */
    @Nullable
    DeviceView look() throws InterruptedException {
        DeviceActor device = xenbus.registry().find(recording.id()).orElse(null);
        if (device == null) {
            return null;
        }
        try {
            return device.inspection().detailed().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException busy) {
            return null;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the device cannot be looked at", failed.getCause());
        }
    }

    @Override
    public void close() {
        xenbus.close();
        backend.deactivate();
        xen.close();
    }
}
