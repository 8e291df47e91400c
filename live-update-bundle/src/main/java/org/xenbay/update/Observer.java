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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.update.DeviceOutcome.Kind;

/** Observes devices during the update of a bundle, which may be the core. */
final class Observer {

    /**
     * Time in which a new version has to serve the earlier version's devices: enough for a slow host, and less than the core
     * waits.
     */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /**
     * Pause between two samples, because each copies the views of all devices. The core measures the devices' pauses, not this
     * class.
     */
    private static final long LOOK_NANOS = 20_000_000;

    private final Supplier<XenbusAdmin> admin;
    private final Predicate<DeviceId> removed;
    private final Components components;

    /**
     * @param admin returns the core, or null while there is none
     * @param removed tells whether the toolstack is known to have removed a device
     * @param components tells whether a backend can be activated
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

    /** @return the devices that are served or parked, of these types; of all types when empty */
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
     * Waits until the outcome of the devices is decided.
     *
     * @param bundle the bundle that was replaced
     * @param types types that it has to serve
     * @param claimed types that it declares; another bundle may serve them
     * @param before devices that it served before
     * @return the outcome
     */
    UpdateOutcome await(Bundle bundle, Set<String> types, Set<String> claimed, List<DeviceId> before) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        boolean interrupted = false;
        while (true) {
            // A single sample decides, because the next update may have begun by a second one.
            Optional<String> failure = components.failure(bundle);
            boolean last = failure.isPresent() || System.nanoTime() - deadline >= 0;
            Optional<String> why = failure.or(() -> why(bundle, types, claimed));
            List<DeviceOutcome> outcomes = outcomes(before, last);
            if (last || why.isEmpty() && UpdateAssessment.isSettled(outcomes)) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return outcome(why.orElse(null), outcomes);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            // Each update is observed to its end; an interrupted thread would not pause here.
            interrupted |= Thread.interrupted();
        }
    }

    /** @param defect the fault of the bundle itself; null if there is none */
    private UpdateOutcome outcome(@Nullable String defect, List<DeviceOutcome> outcomes) {
        Map<DeviceId, Duration> pauses = new TreeMap<>();
        Map<DeviceId, String> lost = new TreeMap<>();
        XenbusAdmin core = admin.get();
        Map<DeviceId, HandoverView> handovers = core == null ? Map.of() : core.handovers();
        for (DeviceOutcome outcome : outcomes) {
            HandoverView handover = handovers.get(outcome.id());
            if (outcome.is(Kind.SERVED) && handover != null) {
                pauses.put(outcome.id(), handover.pause());
            } else {
                lost.put(outcome.id(), outcome.why());
            }
        }
        return new UpdateOutcome(defect == null ? UpdateAssessment.of(outcomes) : Optional.of(defect), pauses, lost);
    }

    /** @param last whether the time is over */
    private List<DeviceOutcome> outcomes(List<DeviceId> before, boolean last) {
        XenbusAdmin core = admin.get();
        if (core == null) {
            return before.stream()
                    .map(id -> new DeviceOutcome(id, Kind.PENDING, "there is no core"))
                    .toList();
        }
        // Not one by one with handlers' details, because that would wait for a busy device.
        Map<DeviceId, DeviceView> devices =
                core.devices().stream().collect(Collectors.toMap(DeviceView::id, Function.identity()));
        Map<DeviceId, HandoverView> handovers = core.handovers();
        List<DeviceOutcome> outcomes = before.stream()
                .map(id -> deviceOutcome(devices.get(id), id, handovers.get(id), last))
                .toList();
        boolean someServed = outcomes.stream().anyMatch(outcome -> outcome.is(Kind.SERVED));
        // A parked device whose guest may be the cause may be taken over later. That is awaited only while no device
        // is.
        return last || someServed
                ? outcomes
                : outcomes.stream()
                        .map(outcome -> outcome.is(Kind.LOST) && isParked(devices.get(outcome.id()))
                                ? new DeviceOutcome(outcome.id(), Kind.PENDING, outcome.why())
                                : outcome)
                        .toList();
    }

    private static boolean isParked(@Nullable DeviceView device) {
        return device != null && device.phase() == DevicePhase.PARKED;
    }

    private DeviceOutcome deviceOutcome(
            @Nullable DeviceView device, DeviceId id, @Nullable HandoverView handover, boolean last) {
        if (device == null) {
            // The core's next run may find it soon.
            return removed.test(id)
                    ? new DeviceOutcome(id, Kind.GONE, "removed by the toolstack")
                    : new DeviceOutcome(id, last ? Kind.REFUSED : Kind.PENDING, "not known to the core");
        }
        if (device.phase() == DevicePhase.CONNECTED) {
            return new DeviceOutcome(id, Kind.SERVED, "");
        }
        if (handover != null && !handover.refusal().isEmpty()) {
            return new DeviceOutcome(id, handover.guestInvolved() ? Kind.LOST : Kind.REFUSED, handover.refusal());
        }
        return switch (device.phase()) {
            case CLOSE_REQUESTED, CLOSING, CLOSED ->
                device.failure().isEmpty()
                        ? new DeviceOutcome(id, Kind.GONE, device.explanation())
                        : new DeviceOutcome(id, Kind.LOST, device.failure());
            case PARKED -> {
                boolean untouched = last && handover != null && !handover.guestInvolved();
                yield new DeviceOutcome(id, untouched ? Kind.REFUSED : Kind.PENDING, device.explanation());
            }
            default -> new DeviceOutcome(id, Kind.PENDING, device.explanation());
        };
    }

    /** @return the fault of the bundle itself; empty if there is none */
    private Optional<String> why(Bundle bundle, Set<String> types, Set<String> claimed) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return Optional.of("it does not start");
        } else if (admin.get() == null) {
            return Optional.of("the core does not come back with it");
        }
        Set<String> missing = new TreeSet<>(types);
        missing.removeAll(types(bundle.getBundleId()));
        Set<String> untold = new TreeSet<>(claimed);
        untold.removeAll(Components.types(bundle));
        missing.addAll(untold);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("it does not serve " + missing + " within " + TIMEOUT.toSeconds() + " s"
                + components.troubles(bundle).stream()
                        .findFirst()
                        .map(trouble -> ": " + trouble)
                        .orElse(""));
    }
}
