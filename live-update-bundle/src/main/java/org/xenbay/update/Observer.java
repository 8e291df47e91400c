// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.update.Fate.Kind;

/** Sees how devices come through the replacement of a bundle. The core may be what is replaced. */
final class Observer {

    /** As long as a new version has to serve what the earlier one did: enough for a slow host, less than the core waits. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Each look copies views of all devices; their pauses are measured by the core, not by looking. */
    private static final long LOOK_NANOS = 20_000_000;

    private final Supplier<XenbusAdmin> admin;
    private final Predicate<DeviceId> removed;
    private final Components components;

    /**
     * @param admin gives the core, or null while there is none
     * @param removed whether the toolstack has removed a device, as far as is known
     * @param components knows whether a backend can be made
     */
    Observer(Supplier<XenbusAdmin> admin, Predicate<DeviceId> removed, Components components) {
        this.admin = admin;
        this.removed = removed;
        this.components = components;
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
                        .filter(device ->
                                device.phase() == DevicePhase.CONNECTED || device.phase() == DevicePhase.PARKED)
                        .map(DeviceView::id)
                        .filter(id -> types.isEmpty() || types.contains(id.type()))
                        .sorted()
                        .toList();
    }

    /**
     * Waits until it is decided what becomes of the devices.
     *
     * @param bundle was replaced
     * @param types it has to serve
     * @param claimed types it says it serves; another bundle may be the one that does
     * @param before devices it served before
     * @return what became of them
     */
    UpdateVerdict await(Bundle bundle, Set<String> types, Set<String> claimed, List<DeviceId> before) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        boolean interrupted = false;
        while (true) {
            // One look decides: when it is looked again, the next update may have begun.
            Optional<String> failure = components.failure(bundle);
            boolean last = failure.isPresent() || System.nanoTime() - deadline >= 0;
            String why = failure.orElseGet(() -> why(bundle, types, claimed));
            List<Fate> fates = fates(before, last);
            if (last || why.isEmpty() && Verdict.isSettled(fates)) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return outcome(why, fates);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            // Each update is judged to its end; a thread that stays interrupted would not rest here.
            interrupted |= Thread.interrupted();
        }
    }

    private UpdateVerdict outcome(String defect, List<Fate> fates) {
        Map<DeviceId, Duration> pauses = new TreeMap<>();
        Map<DeviceId, String> lost = new TreeMap<>();
        XenbusAdmin core = admin.get();
        Map<DeviceId, HandoverView> handovers = core == null ? Map.of() : core.handovers();
        for (Fate fate : fates) {
            HandoverView handover = handovers.get(fate.id());
            if (fate.is(Kind.SERVED) && handover != null) {
                pauses.put(fate.id(), handover.pause());
            } else {
                lost.put(fate.id(), fate.why());
            }
        }
        return new UpdateVerdict(defect.isEmpty() ? Verdict.of(fates) : defect, pauses, lost);
    }

    /** @param last whether nothing is waited for any more */
    private List<Fate> fates(List<DeviceId> before, boolean last) {
        XenbusAdmin core = admin.get();
        if (core == null) {
            return before.stream()
                    .map(id -> new Fate(id, Kind.PENDING, "there is no core"))
                    .toList();
        }
        // Not one by one with what handlers tell: a guest whose device is busy would be waited for.
        Map<DeviceId, DeviceView> devices =
                core.devices().stream().collect(Collectors.toMap(DeviceView::id, Function.identity()));
        Map<DeviceId, HandoverView> handovers = core.handovers();
        List<Fate> fates = before.stream()
                .map(id -> fate(devices.get(id), id, handovers.get(id), last))
                .toList();
        boolean someServed = fates.stream().anyMatch(fate -> fate.is(Kind.SERVED));
        // A parked device whose guest is in the way may come through later; it is worth waiting only while none has.
        return last || someServed
                ? fates
                : fates.stream()
                        .map(fate ->
                                fate.is(Kind.LOST) && devices.get(fate.id()).phase() == DevicePhase.PARKED
                                        ? new Fate(fate.id(), Kind.PENDING, fate.why())
                                        : fate)
                        .toList();
    }

    private Fate fate(DeviceView device, DeviceId id, HandoverView handover, boolean last) {
        if (device == null) {
            // The core's next run may be about to find it.
            return removed.test(id)
                    ? new Fate(id, Kind.GONE, "removed by the toolstack")
                    : new Fate(id, last ? Kind.REFUSED : Kind.PENDING, "not known to the core");
        }
        if (device.phase() == DevicePhase.CONNECTED) {
            return new Fate(id, Kind.SERVED, "");
        }
        if (handover != null && !handover.refusal().isEmpty()) {
            return new Fate(id, handover.guestInvolved() ? Kind.LOST : Kind.REFUSED, handover.refusal());
        }
        return switch (device.phase()) {
            case CLOSE_REQUESTED, CLOSING, CLOSED ->
                device.failure().isEmpty()
                        ? new Fate(id, Kind.GONE, device.explanation())
                        : new Fate(id, Kind.LOST, device.failure());
            case PARKED -> {
                boolean untouched = last && handover != null && !handover.guestInvolved();
                yield new Fate(id, untouched ? Kind.REFUSED : Kind.PENDING, device.explanation());
            }
            default -> new Fate(id, Kind.PENDING, device.explanation());
        };
    }

    /** @return what is wrong with the bundle, whatever its devices do; empty when nothing is */
    private String why(Bundle bundle, Set<String> types, Set<String> claimed) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "it does not start";
        } else if (admin.get() == null) {
            return "the core does not come back with it";
        }
        Set<String> missing = new TreeSet<>(types);
        missing.removeAll(types(bundle.getBundleId()));
        Set<String> untold = new TreeSet<>(claimed);
        untold.removeAll(Components.types(bundle));
        missing.addAll(untold);
        return missing.isEmpty()
                ? ""
                : "it does not serve " + missing + " within " + TIMEOUT.toSeconds() + " s"
                        + components.troubles(bundle).stream()
                                .findFirst()
                                .map(trouble -> ": " + trouble)
                                .orElse("");
    }
}
