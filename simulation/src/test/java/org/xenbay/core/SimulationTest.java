// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.FaultEffect;
import org.xenbay.embedded.FaultStep;
import org.xenbay.embedded.Faults;
import org.xenbay.simulation.Simulated;

/**
 * A host where things go wrong: grants that cannot be mapped, ports that cannot be bound, XenStore that goes away, guests that
 * die at any step, backends that are replaced. At the end a new device is served in any case, and no resource of the old ones
 * is held. {@code -Dsimulation.seeds=N} runs more of them.
 */
class SimulationTest {

    private static final int STEPS = 150;

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void nothingLeaksAndTheHostContinuesOnRealThreads(long seed) throws InterruptedException {
        nothingLeaksAndTheHostContinues(seed);
    }

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void nothingLeaksAndTheHostContinues(long seed) throws InterruptedException {
        Faults faults = Faults.seeded(seed)
                .inject(FaultStep.MAP, new FaultEffect.RefuseGrant(GrantStatus.NO_SPACE), 0.05)
                .inject(FaultStep.MAP, new FaultEffect.KillGuest(), 0.01)
                .inject(FaultStep.BIND, new FaultEffect.Refuse(28), 0.05)
                .inject(FaultStep.BIND, new FaultEffect.KillGuest(), 0.01)
                .inject(FaultStep.STORE, new FaultEffect.LoseStore(), 0.002)
                .inject(FaultStep.GUEST_STORE, new FaultEffect.KillGuest(), 0.003);
        try (Host host = new Host(faults)) {
            new Life(host, seed).live();
            faults.clear();
            Guest last = host.guestOnceStoreIsBack("last");
            DeviceId id = new DeviceId(last.domain(), ProbeBackend.TYPE, 0);
            ProbeBackend probe = new ProbeBackend();
            host.addRanked(99, probe, ProbeBackend.TYPE);
            ProbeFrontend frontend = host.connect(last, id);
            frontend.send();
            assertThat(frontend.isAnswered()).isTrue();
            host.xen().guests().forEach(host::destroy);
            try {
                host.await(() -> host.admin().devices().isEmpty());
            } catch (AssertionError stuck) {
                throw new AssertionError("devices are left: " + host.admin().devices(), stuck);
            }
            host.assertNothingHeld();
            assertThat(host.xen().usage().boundPorts()).isZero();
            assertThat(host.xen().usage().mappedPages()).isZero();
            assertThat(probe.open).hasValue(0);
        }
    }

    /** What toolstack, guests and operator do, decided by the seed. */
    private static final class Life {
        private final Host host;
        private final Random random;
        private final List<Guest> guests = new ArrayList<>();
        private final Map<DeviceId, ProbeFrontend> frontends = new TreeMap<>();
        private final Set<DeviceId> published = new HashSet<>();
        private ProbeBackend backend = new ProbeBackend();
        private long service;
        private int made;

        Life(Host host, long seed) {
            this.host = host;
            this.random = new Random(seed);
            this.service = host.add(backend, ProbeBackend.TYPE);
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                try {
                    act();
                } catch (XenStoreException | XenException | IllegalStateException | IllegalArgumentException gone) {
                    // expected: the guest died during its own request, or XenStore was away
                    assertThat(gone.getMessage()).isNotBlank();
                }
            }
        }

        private void act() {
            switch (random.nextInt(12)) {
                case 0 -> guests.add(host.guest("guest" + made++));
                case 1, 2 -> addDevice();
                case 3, 4, 5 ->
                    anyFrontend(frontend -> {
                        frontend.publish();
                        published.add(idOf(frontend));
                    });
                case 6 -> anyFrontend(frontend -> frontend.state(XenbusState.CONNECTED));
                case 7 -> anyFrontend(frontend -> frontend.state(XenbusState.values()[random.nextInt(7)]));
                case 8 ->
                    anyFrontend(frontend -> {
                        if (published.contains(idOf(frontend))) {
                            frontend.send();
                        }
                    });
                case 9 -> replaceBackend();
                case 10 -> requestClose();
                default -> removeAnything();
            }
        }

        private DeviceId idOf(ProbeFrontend frontend) {
            return new DeviceId(frontend.guest.domain(), ProbeBackend.TYPE, Integer.parseInt(frontend.path.name()));
        }

        private void addDevice() {
            if (!guests.isEmpty()) {
                Guest guest = guests.get(random.nextInt(guests.size()));
                DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, random.nextInt(3));
                host.attach(id);
                frontends.put(id, new ProbeFrontend(guest, id));
            }
        }

        private void anyFrontend(Consumer<ProbeFrontend> action) {
            if (!frontends.isEmpty()) {
                List<ProbeFrontend> all = List.copyOf(frontends.values());
                action.accept(all.get(random.nextInt(all.size())));
            }
        }

        private void replaceBackend() {
            ProbeBackend next = new ProbeBackend();
            backend.canPark = random.nextBoolean();
            host.remove(service, ProbeBackend.TYPE);
            assertThat(backend.open).as("handlers of a backend that has left").hasValue(0);
            backend = next;
            service = host.add(backend, ProbeBackend.TYPE);
        }

        private void requestClose() {
            anyFrontend(frontend -> {
                StorePath backendPath = idOf(frontend).backendPath(0);
                host.store().transact(transaction -> {
                    if (transaction.exists(backendPath)) {
                        transaction.write(backendPath.child("online"), "0");
                        transaction.write(backendPath.child("state"), "5");
                    }
                    return null;
                });
            });
        }

        private void removeAnything() {
            if (random.nextBoolean() && !guests.isEmpty()) {
                host.destroy(guests.remove(random.nextInt(guests.size())));
            } else {
                anyFrontend(frontend -> host.store().remove(idOf(frontend).backendPath(0)));
            }
        }
    }
}
