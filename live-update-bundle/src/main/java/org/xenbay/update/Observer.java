package org.xenbay.update;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.XenbusAdmin;

/** Sees how devices come through the replacement of a bundle. The core may be what is replaced. */
final class Observer {

    /** As long as a new version has to serve what the earlier one did: enough for a slow host, less than the core waits. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Each look copies views of all devices; their pauses are measured by the core, not by looking. */
    private static final long LOOK_NANOS = 20_000_000;

    private static final String CONNECTED = "CONNECTED";
    private static final String PARKED = "PARKED";

    private final Supplier<XenbusAdmin> admin;

    /** @param admin gives the core, or null while there is none */
    Observer(Supplier<XenbusAdmin> admin) {
        this.admin = admin;
    }

    /** @return the types that a bundle serves now */
    Set<String> types(long bundle) {
        XenbusAdmin core = admin.get();
        return core == null
                ? Set.of()
                : core.backends().stream()
                        .filter(view -> view.bundleId() == bundle)
                        .map(BackendView::type)
                        .collect(Collectors.toSet());
    }

    /** @return the devices that are served or parked, of these types; of all when empty */
    List<DeviceId> served(Set<String> types) {
        XenbusAdmin core = admin.get();
        return core == null
                ? List.of()
                : core.devices().stream()
                        .filter(device -> device.phase().equals(CONNECTED)
                                || device.phase().equals(PARKED))
                        .map(DeviceView::id)
                        .filter(id -> types.isEmpty() || types.contains(id.type()))
                        .sorted()
                        .toList();
    }

    /**
     * Waits until it is decided what becomes of the devices.
     *
     * @param bundle was replaced
     * @param types it served before
     * @param before devices it served before
     * @return what became of them
     */
    Outcome await(Bundle bundle, Set<String> types, List<DeviceId> before) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean decided = false;
        while (!decided && System.nanoTime() < deadline) {
            decided = isDecided(bundle, types, before);
            if (!decided) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return outcome(decided ? "" : why(bundle, types), before);
    }

    private boolean isDecided(Bundle bundle, Set<String> types, List<DeviceId> before) {
        XenbusAdmin core = admin.get();
        if (bundle.getState() != Bundle.ACTIVE
                || core == null
                || !types(bundle.getBundleId()).containsAll(types)) {
            return false;
        }
        Map<DeviceId, HandoverView> handovers = core.handovers();
        return before.stream().allMatch(id -> isDecided(core, id, handovers.get(id)));
    }

    /** A device that the core does not know (any more, or yet) is waited for: its next run may be about to find it. */
    private static boolean isDecided(XenbusAdmin core, DeviceId id, HandoverView handover) {
        String phase = core.device(id).map(DeviceView::phase).orElse("");
        return switch (phase) {
            case CONNECTED -> true;
            case PARKED -> handover != null && !handover.refusal().isEmpty();
            case "CLOSING", "CLOSED" -> true;
            default -> false;
        };
    }

    /** @param undecided why it was not decided in time; empty when it was */
    private Outcome outcome(String undecided, List<DeviceId> before) {
        XenbusAdmin core = admin.get();
        Map<DeviceId, Duration> pauses = new TreeMap<>();
        Map<DeviceId, String> lost = new TreeMap<>();
        Map<DeviceId, HandoverView> handovers = core == null ? Map.of() : core.handovers();
        for (DeviceId id : before) {
            DeviceView device = core == null ? null : core.device(id).orElse(null);
            HandoverView handover = handovers.get(id);
            if (device != null && device.phase().equals(CONNECTED) && handover != null) {
                pauses.put(id, handover.pause());
            } else {
                lost.put(id, why(device, handover));
            }
        }
        // Those that are parked without a refusal wait for the next update, which has begun already.
        boolean refused = before.stream()
                .map(handovers::get)
                .anyMatch(handover -> handover != null && !handover.refusal().isEmpty());
        boolean none = pauses.isEmpty() && refused;
        String reason = none && undecided.isEmpty()
                ? "it takes over none of " + lost.size() + " devices: "
                        + lost.values().iterator().next()
                : undecided;
        return new Outcome(reason, pauses, lost);
    }

    private static String why(DeviceView device, HandoverView handover) {
        if (handover != null && !handover.refusal().isEmpty()) {
            return handover.refusal();
        }
        if (device == null) {
            return "not known to the core";
        }
        return device.failure().isEmpty() ? device.explanation() : device.failure();
    }

    private String why(Bundle bundle, Set<String> types) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "it does not start";
        }
        if (admin.get() == null) {
            return "the core does not come back with it";
        }
        if (!types(bundle.getBundleId()).containsAll(types)) {
            return "it does not serve " + types + " within " + PATIENCE.toSeconds() + " s";
        }
        return "some of its devices are parked still after " + PATIENCE.toSeconds() + " s";
    }
}
