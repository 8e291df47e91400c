// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.xenbay.api.device.XenbusState.CLOSED;
import static org.xenbay.api.device.XenbusState.CLOSING;
import static org.xenbay.api.device.XenbusState.CONNECTED;
import static org.xenbay.api.device.XenbusState.INITIALISED;
import static org.xenbay.api.device.XenbusState.INITIALISING;
import static org.xenbay.api.device.XenbusState.INIT_WAIT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.embedded.FaultEffect;
import org.xenbay.embedded.FaultStep;
import org.xenbay.embedded.Faults;

/** Compares the states that frontends write, and when, with those of Linux's drivers. */
class XenbusFrontendTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Faults faults = Faults.none();
    private final EmbeddedXen xen = new EmbeddedXen(faults);
    private final FrontendThreads threads = new FrontendThreads();
    private final Guest guest = xen.create("guest");
    private final FrontendProbe probe = new FrontendProbe();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        faults.clear();
        threads.close();
        xen.close();
    }

    private XenbusFrontend frontend(FrontendTraits traits) {
        XenbusFrontend frontend = new XenbusFrontend(guest, 1, new Driver(traits), threads, probe);
        frontend.start();
        return frontend;
    }

    private HandDrivenBackend device(FrontendTraits traits) {
        return new HandDrivenBackend(xen, guest, traits.type(), 1);
    }

    private void awaitStates(XenbusState... states) throws InterruptedException {
        boolean seen = probe.await(p -> p.frontendStates().equals(List.of(states)), TIMEOUT);
        assertThat(seen).as("states written: " + probe.frontendStates()).isTrue();
    }

    @Test
    void aConsoleDoesNotWaitForTheBackend() throws InterruptedException {
        frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        awaitStates(INITIALISED);
        backend.state(INIT_WAIT);
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        backend.state(CLOSING);
        awaitStates(INITIALISED, CONNECTED, CLOSED);

        assertThat(calls).containsExactly("publish", "connected", "disconnected");
        assertThat(backend.read("ring")).isEqualTo("1");
    }

    @Test
    void aRecent9pfsFrontendWaitsForInitWait() throws InterruptedException {
        frontend(FrontendTraits.NINEPFS);
        HandDrivenBackend backend = device(FrontendTraits.NINEPFS).attach();
        assertThat(probe.await(p -> p.backendStates().contains(INITIALISING), TIMEOUT))
                .isTrue();
        assertThat(calls).isEmpty();
        backend.state(INIT_WAIT);
        awaitStates(INITIALISED);
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = XenbusState.class,
            names = {"INIT_WAIT", "INITIALISED", "CONNECTED"})
    void xenHcdGoesToConnectedByItself(XenbusState offered) throws InterruptedException {
        frontend(FrontendTraits.VUSB);
        HandDrivenBackend backend = device(FrontendTraits.VUSB).attach();
        backend.state(offered);
        awaitStates(CONNECTED);
        backend.state(CONNECTED);
        backend.state(CLOSED);
        awaitStates(CONNECTED, CLOSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = XenbusState.class,
            names = {"CLOSING", "CLOSED"})
    void whenTheBackendClosesTheFrontendGoesStraightToClosed(XenbusState closing) throws InterruptedException {
        frontend(FrontendTraits.VKBD);
        HandDrivenBackend backend = device(FrontendTraits.VKBD).attach();
        awaitStates(INITIALISED);
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        backend.state(closing);
        awaitStates(INITIALISED, CONNECTED, CLOSED);
        assertThat(xen.usage(guest.domain()).grantedPages())
                .as("grants are only freed when the device goes")
                .isEqualTo(2);
        backend.state(CLOSED);
        backend.state(INITIALISING);
        backend.state(INIT_WAIT);
        backend.detach();

        await().until(() -> xen.usage(guest.domain()).grantedPages() == 1);
        assertThat(xen.usage(guest.domain()).guestPorts()).isEqualTo(1);
        awaitStates(INITIALISED, CONNECTED, CLOSED);
    }

    @Test
    void aBackendThatGoesBackToInitWaitIsIgnored() throws InterruptedException {
        frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        String ring = backend.read("ring-ref");
        backend.state(INIT_WAIT);
        assertThat(probe.await(p -> p.backendStates().contains(INIT_WAIT), TIMEOUT))
                .isTrue();
        backend.state(CONNECTED);
        assertThat(probe.await(
                        p -> p.backendStates().lastIndexOf(CONNECTED)
                                > p.backendStates().indexOf(INIT_WAIT),
                        TIMEOUT))
                .isTrue();

        awaitStates(INITIALISED, CONNECTED);
        assertThat(backend.read("ring-ref")).isEqualTo(ring);
        assertThat(calls).containsExactly("publish", "connected");
    }

    @Test
    void unloadingClosesAndReloadingBeginsAnew() throws Exception {
        XenbusFrontend frontend = frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        CompletableFuture<Void> unloaded = frontend.unload();
        awaitStates(INITIALISED, CONNECTED, CLOSING);
        assertThat(unloaded).isNotDone();
        backend.state(CLOSING);
        unloaded.get(5, SECONDS);
        awaitStates(INITIALISED, CONNECTED, CLOSING, CLOSED);
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(1);

        CompletableFuture<Void> reloaded = frontend.reload();
        backend.state(CLOSED);
        backend.awaitFrontend(INITIALISING);
        assertThat(reloaded).as("the backend's Closed is of its former life").isNotDone();
        backend.state(INITIALISING);
        backend.state(INIT_WAIT);
        reloaded.get(5, SECONDS);
        backend.awaitFrontend(INITIALISED);
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED, CLOSING, CLOSED, INITIALISING, INITIALISED, CONNECTED);
        await().untilAsserted(() ->
                assertThat(calls).containsExactly("publish", "connected", "disconnected", "publish", "connected"));
    }

    @Test
    void afterTheBackendHasClosedAFrontendThatWaitsCanBeReloaded() throws Exception {
        XenbusFrontend frontend = frontend(FrontendTraits.NINEPFS);
        HandDrivenBackend backend = device(FrontendTraits.NINEPFS).attach();
        backend.state(INIT_WAIT);
        awaitStates(INITIALISED);
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        backend.state(CLOSED);
        awaitStates(INITIALISED, CONNECTED, CLOSED);
        CompletableFuture<Void> reloaded = frontend.reload();
        backend.awaitFrontend(INITIALISING);
        backend.state(INIT_WAIT);
        reloaded.get(5, SECONDS);
        awaitStates(INITIALISED, CONNECTED, CLOSED, INITIALISING, INITIALISED);
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(2);
    }

    @Test
    void reloadingWhatIsNotClosedIsRefused() {
        XenbusFrontend frontend = frontend(FrontendTraits.CONSOLE);

        assertThatThrownBy(() -> frontend.reload().get(5, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterAResumeAnotherRingIsPublishedThoughTheBackendIsConnectedStill() throws Exception {
        XenbusFrontend frontend = frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        frontend.resume().get(5, SECONDS);

        awaitStates(INITIALISED, CONNECTED, INITIALISED, CONNECTED);
        assertThat(backend.read("ring")).isEqualTo("2");
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(2);
        assertThat(xen.usage(guest.domain()).guestPorts()).isEqualTo(2);
    }

    @Test
    void aDeviceThatIsMadeAgainIsProbedAgain() throws InterruptedException {
        frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        awaitStates(INITIALISED);
        backend.detach();
        await().until(() -> xen.usage(guest.domain()).grantedPages() == 1);
        backend.attach();

        awaitStates(INITIALISED, INITIALISED);
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(2);
    }

    @Test
    void aDeviceWithoutABackendIsAFatalError() throws InterruptedException {
        frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE);
        StorePath error = guest.path().child("error/device/console/1/error");
        xen.store().transact(tx -> {
            tx.write(backend.front.child("state"), "1");
            tx.setPermissions(backend.front, List.of(Permission.none(guest.domain())));
            tx.setPermissions(backend.front.child("state"), List.of(Permission.none(guest.domain())));
            return null;
        });

        awaitStates(CLOSING);
        assertThat(xen.store().read(error)).contains("2 reading backend and backend-id");
        assertThat(probe.failures()).containsExactly("2 reading backend and backend-id");
    }

    @Test
    void aDirectoryTheGuestMayNotWriteIsAFatalError() throws InterruptedException {
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        for (String node : List.of("", "/state", "/backend", "/backend-id")) {
            xen.store()
                    .setPermissions(
                            StorePath.of(backend.front + node),
                            List.of(Permission.none(0), Permission.read(guest.domain())));
        }
        frontend(FrontendTraits.CONSOLE);

        assertThat(probe.await(p -> !p.failures().isEmpty(), TIMEOUT)).isTrue();
        assertThat(probe.failures().get(0)).contains("EACCES");
        await().until(() -> xen.usage(guest.domain()).grantedPages() == 1);
    }

    @Test
    void whenThereAreNoPagesTheErrorIsSaidAndTheBackendCanClose() throws InterruptedException {
        faults.inject(FaultStep.GUEST_GRANT, new FaultEffect.Refuse(28), 0, 1);
        frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        awaitStates(CLOSING);
        backend.state(CLOSING);

        awaitStates(CLOSING, CLOSED);
        assertThat(probe.failures()).hasSize(1).first().asString().startsWith("28 ");
        assertThat(xen.usage(guest.domain()).guestPorts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultStep.class,
            names = {"GUEST_STORE", "GUEST_GRANT", "GUEST_PORT"})
    void whenXenStoreWasAwayItContinuesWhereItStopped(FaultStep step) throws InterruptedException {
        for (int moment = 0; moment < (step == FaultStep.GUEST_STORE ? 12 : 1); moment++) {
            Guest other = xen.create("guest-" + moment);
            FrontendProbe states = new FrontendProbe();
            HandDrivenBackend backend = new HandDrivenBackend(xen, other, "console", 1);
            backend.attach();
            faults.inject(step, new FaultEffect.LoseStore(), moment, 1);
            XenbusFrontend frontend = new XenbusFrontend(other, 1, new Driver(FrontendTraits.CONSOLE), threads, states);
            frontend.start();
            assertThat(states.awaitFrontend(INITIALISED, TIMEOUT))
                    .as("moment " + moment)
                    .isTrue();
            await().ignoreExceptions().until(() -> {
                backend.state(CONNECTED);
                return true;
            });
            assertThat(states.awaitFrontend(CONNECTED, TIMEOUT))
                    .as("moment " + moment)
                    .isTrue();
            faults.clear();
            frontend.close();
        }
    }

    @Test
    void whenItsGuestIsDestroyedAFrontendJustStops() throws InterruptedException {
        XenbusFrontend frontend = frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        xen.destroy(guest.domain());
        frontend.close();
        threads.close();

        assertThat(probe.failures()).isEmpty();
        assertThat(calls).containsExactly("publish", "connected", "disconnected");
        assertThat(xen.usage().grantedPages()).isZero();
    }

    @Test
    void closingWritesNothingAndLeavesNothing() throws InterruptedException {
        XenbusFrontend frontend = frontend(FrontendTraits.CONSOLE);
        HandDrivenBackend backend = device(FrontendTraits.CONSOLE).attach();
        backend.state(CONNECTED);
        awaitStates(INITIALISED, CONNECTED);
        frontend.close();

        await().until(() -> xen.usage(guest.domain()).grantedPages() == 1);
        assertThat(xen.usage(guest.domain()).guestPorts()).isEqualTo(1);
        assertThat(backend.read("state")).isEqualTo("4");
        assertThatThrownBy(() -> frontend.unload().get(5, SECONDS)).isInstanceOf(Exception.class);
    }

    /** A driver with a page and a port, which counts how often it published. */
    private final class Driver implements FrontendDriver {
        private final FrontendTraits traits;
        private int rings;

        Driver(FrontendTraits traits) {
            this.traits = traits;
        }

        @Override
        public FrontendTraits traits() {
            return traits;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            calls.add("publish");
            int reference = link.grant(1, true).references()[0];
            int port = link.port(() -> {}).number();
            return Map.of("ring-ref", "" + reference, "port", "" + port, "ring", "" + ++rings);
        }

        @Override
        public void connected() {
            calls.add("connected");
        }

        @Override
        public void disconnected() {
            calls.add("disconnected");
        }
    }
}
