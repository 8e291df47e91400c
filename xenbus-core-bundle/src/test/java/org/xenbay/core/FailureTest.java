// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;

/** A failure of one device is reported, its resources are freed, and other devices are not affected. */
class FailureTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final DeviceId other = new DeviceId(guest.domain(), ProbeBackend.TYPE, 1);
    private final StorePath error = StorePath.of("/local/domain/0/error/backend/probe/" + guest.domain() + "/0/error");

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        host.close();
        assertThat(probe.open).as("open handlers").hasValue(0);
        host.assertNothingHeld();
    }

    private ProbeFrontend prepared(DeviceId device) {
        if (!probe.calls.containsKey(id)) {
            host.add(probe, ProbeBackend.TYPE);
        }
        host.attach(device);
        host.awaitBackend(device, XenbusState.INIT_WAIT);
        return new ProbeFrontend(guest, device);
    }

    @Test
    void aRingThatWasNeverGrantedIsAnErrorAndTheDeviceCloses() {
        ProbeFrontend frontend = prepared(id).publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.write("ring-ref", "4294967290");
        frontend.state(XenbusState.INITIALISED);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.store().read(error))
                .hasValueSatisfying(text -> assertThat(text).startsWith("22 ").contains("grant"));
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "", "8 ", "99999999999999999999", "0x8", "eight", "\u0001\u0002", "4294967296"})
    void aHostileRingReferenceIsAnErrorThatNamesTheNode(String value) {
        ProbeFrontend frontend = prepared(id);
        frontend.write("event-channel", "1");
        frontend.write("ring-ref", value);
        frontend.state(XenbusState.INITIALISED);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.store().read(error).orElse("")).matches("(?s).*(ring-ref|grant).*");
    }

    @Test
    void aPortThatCannotBeBoundIsAnErrorAndTheRingIsGivenBack() {
        ProbeFrontend frontend = prepared(id);
        frontend.write("event-channel", "77777");
        frontend.write("ring-ref", Integer.toString(guest.grant(0, 1, true).references()[0]));
        frontend.state(XenbusState.INITIALISED);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.runtime().counters().mappedPages()).isZero();
        assertThat(host.store().read(error)).isPresent();
    }

    @Test
    void aHandlerThatFailsToOpenRunsNothingAfterwards() {
        AtomicInteger late = new AtomicInteger();
        probe.onCall = (device, call) -> {
            if (call.equals("open")) {
                probe.contexts.get(device).execute(late::incrementAndGet);
                probe.open.decrementAndGet();
                throw new IllegalStateException("broken on purpose");
            }
        };
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id)).as("after its tasks").isPresent();
        assertThat(late).hasValue(0);
    }

    @Test
    void aFailedDeviceIsNotTriedAgainHoweverOftenItsNodesAreTouched() {
        probe.failConnect = new IllegalStateException("broken on purpose");
        ProbeFrontend frontend = prepared(id).publish();
        host.awaitBackend(id, XenbusState.CLOSING);
        for (int i = 0; i < 10_000; i++) {
            frontend.write("noise", Integer.toString(i));
        }
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(probe.connects).hasValue(1);
        assertThat(host.runtime().counters().mappedPages()).isZero();
        assertThat(host.runtime().counters().boundPorts()).isZero();
    }

    @Test
    void aHandlerThatFailsWhileItServesClosesOnlyItsOwnDevice() throws InterruptedException {
        ProbeFrontend healthy = prepared(other).publish();
        host.awaitBackend(other, XenbusState.CONNECTED);
        ProbeFrontend frontend = prepared(id).publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        probe.contexts.get(id).execute(() -> {
            throw new IllegalStateException("broken on purpose");
        });
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.store().read(error))
                .hasValueSatisfying(text -> assertThat(text).contains("on purpose"));
        healthy.send();
        assertThat(healthy.isAnswered()).isTrue();
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
    }

    @Test
    void aHandlerThatCannotInitialiseSaysWhy() {
        probe.failInit = new IllegalStateException("no such folder");
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("no such folder");
    }

    /** The values of a guest's nodes are in messages, and a node takes no more than 4,096 bytes. */
    @Test
    void aGuestCannotHideItsFailureByALongValue() {
        probe.failInit = new BadNodeException("node type is neither: " + "A".repeat(4_500));
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.store().read(error).orElse(""))
                .startsWith("22 node type is neither: A")
                .hasSizeLessThan(1_100);
    }

    @Test
    void anErrorNodeGoesWhenTheDeviceWorksAgain() {
        probe.failConnect = new IllegalStateException("broken on purpose");
        ProbeFrontend frontend = prepared(id).publish();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.store().exists(error)).isTrue();
        probe.failConnect = null;
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> !host.store().exists(error));
        assertThat(host.admin().device(id).orElseThrow().failure()).isEmpty();
    }

    @Test
    void parametersThatChangeWhileTheyAreReadAreNeverMixed() throws Exception {
        ProbeFrontend frontend = prepared(id);
        frontend.write("x", "0");
        frontend.write("y", "0");
        AtomicBoolean stop = new AtomicBoolean();
        Thread flipping = new Thread(() -> {
            for (int i = 1; !stop.get(); i++) {
                String value = Integer.toString(i);
                guest.store().transact(transaction -> {
                    transaction.write(frontend.path.child("x"), value);
                    transaction.write(frontend.path.child("y"), value);
                    return null;
                });
            }
        });
        flipping.start();
        try {
            CompletableFuture<Integer> mixed = new CompletableFuture<>();
            probe.contexts.get(id).execute(() -> mixed.complete(mixedOf(500, probe.contexts.get(id))));
            assertThat(mixed.get(30, TimeUnit.SECONDS)).isZero();
        } finally {
            stop.set(true);
            flipping.join();
        }
    }

    /** A reading that meets a conflict is answered "not now", and so is no reading. */
    private static int mixedOf(int readings, DeviceContext device) {
        int mixed = 0;
        for (int i = 0; i < readings; ) {
            try {
                NodeValues values = device.frontend("x", "y");
                mixed += values.text("x").equals(values.text("y")) ? 0 : 1;
                i++;
            } catch (XenStoreException conflict) {
                assertThat(conflict.error()).isEqualTo(StoreError.EAGAIN);
            }
        }
        return mixed;
    }

    /** The guest writes states, parameters and noise at random; whatever it does, others are served and nothing leaks. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aGuestThatFlipsItsNodesAtRandomHurtsNobody(long seed) throws InterruptedException {
        ProbeFrontend healthy = prepared(other).publish();
        host.awaitBackend(other, XenbusState.CONNECTED);
        ProbeFrontend hostile = prepared(id).publish();
        String ring = host.store().read(hostile.path.child("ring-ref")).orElseThrow();
        String port = host.store().read(hostile.path.child("event-channel")).orElseThrow();
        Random random = new Random(seed);
        for (int step = 0; step < 100_000; step++) {
            switch (random.nextInt(8)) {
                case 0 -> hostile.write("ring-ref", random.nextBoolean() ? ring : Integer.toString(random.nextInt()));
                case 1 ->
                    hostile.write(
                            "event-channel", random.nextBoolean() ? port : Integer.toString(random.nextInt(5000)));
                case 2 -> hostile.write("state", random.nextInt(4) == 0 ? "x" : Integer.toString(random.nextInt(9)));
                case 3 -> hostile.send();
                default -> hostile.write("state", Integer.toString(1 + random.nextInt(6)));
            }
            if (step % 20_000 == 0) {
                healthy.send();
                assertThat(healthy.isAnswered()).isTrue();
            }
        }
        healthy.send();
        assertThat(healthy.isAnswered()).isTrue();
        hostile.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(host.runtime().counters().mappedPages())
                .as("only the healthy device's")
                .isEqualTo(1);
    }
}
