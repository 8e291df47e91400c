// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.device.CallLimits;

/** Backends whose code blocks or loops in a call. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckHandlerTest {

    /** As many as {@link Host#PATIENT} has device threads. */
    private static final int DEVICES = 4;

    /** Nothing is given up before a test decides it. */
    private static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(1), 2);

    private final Host host = new Host();
    private final LogLines log = new LogLines();
    private final ProbeBackend bad = new ProbeBackend();
    private final ProbeBackend good = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger stuck = new AtomicInteger();

    StuckHandlerTest() {
        host.restart(Host.PATIENT, LIMITS);
    }

    @AfterEach
    void stop() {
        release.countDown();
        host.close();
        log.close();
        host.await(() -> host.runtime().counters().mappedPages() == 0);
        host.assertNothingHeld();
    }

    private void hang(DeviceId id, String call) {
        stuck.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            stuck.decrementAndGet();
        }
    }

    private void hangIn(String wanted) {
        bad.onCall = (id, call) -> {
            if (call.equals(wanted)) {
                hang(id, call);
            }
        };
    }

    private void spin(DeviceId id, String call) {
        stuck.incrementAndGet();
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
        stuck.decrementAndGet();
    }

    private List<DeviceId> attachBad(int count) {
        host.add(bad, "bad");
        List<DeviceId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new DeviceId(guest.domain(), "bad", i));
            host.attach(ids.get(i));
        }
        return ids;
    }

    private void assertOthersAreServed() throws InterruptedException {
        host.add(good, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, new DeviceId(guest.domain(), ProbeBackend.TYPE, 100));
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
    }

    private void look() {
        host.lookAtCalls(Duration.ZERO);
        host.lookAtCalls(Duration.ofSeconds(12));
    }

    private DeviceView listed(DeviceId id) {
        return host.admin().devices().stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void devicesThatHangInInitAreNamedAndOthersAreServed() throws InterruptedException {
        hangIn("init");
        List<DeviceId> ids = attachBad(DEVICES);
        host.await(() -> stuck.get() == DEVICES);
        assertOthersAreServed();
        look();
        look();
        for (DeviceId id : ids) {
            String told = "its backend has been in init for 12 s";
            assertThat(listed(id).explanation()).contains(told);
            assertThat(listed(id).health()).isEqualTo(DeviceView.Health.STUCK);
            assertThat(host.admin().device(id).orElseThrow().explanation()).contains(told);
            List<LogRecord> lines = log.with(id.toString(), "test 1", "in init");
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0).getMessage())
                    .as("all of it in the line, as the log shows no more of a stack")
                    .contains(" < org.xenbay.core.StuckHandlerTest.hang(StuckHandlerTest.java:")
                    .doesNotContain("core.device.");
        }
    }

    @Test
    void devicesThatRunInCirclesAreNamedAndOthersAreServed() throws InterruptedException {
        bad.onCall = (id, call) -> {
            if (call.equals("init")) {
                spin(id, call);
            }
        };
        List<DeviceId> ids = attachBad(2);
        host.await(() -> stuck.get() == 2);
        assertOthersAreServed();
        look();
        assertThat(log.with(ids.get(1).toString(), "in init")).hasSize(1);
    }

    @Test
    void oneBackendHoldsNoMoreThanItsPartOfTheThreads() throws InterruptedException {
        hangIn("init");
        int part = Host.PATIENT.deviceThreads() + LIMITS.threads();
        List<DeviceId> ids = attachBad(part + 3);
        host.await(() -> stuck.get() == part);
        assertOthersAreServed();
        assertThat(stuck).hasValue(part);
        look();
        long waiting = ids.stream()
                .filter(id -> listed(id).explanation().contains("waits for a thread"))
                .count();
        assertThat(waiting).isEqualTo(3);
        release.countDown();
        ids.forEach(id -> host.awaitBackend(id, XenbusState.INIT_WAIT));
    }

    @Test
    void aTaskOrAnEventThatHangsIsNamed() {
        host.add(good, ProbeBackend.TYPE);
        DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
        host.connect(guest, id);
        good.contexts.get(id).execute(() -> hang(id, "task"));
        host.await(() -> stuck.get() == 1);
        look();
        assertThat(listed(id).explanation()).contains("its backend has been in a task for 12 s");
    }

    @Test
    void aListenerThatHoldsTheThreadOfAllEventsIsNamed() throws InterruptedException {
        DeviceId id = good();
        good.direct = () -> {};
        host.add(good, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        good.direct = () -> hang(id, "listener");
        good.channel.unmask();
        Thread sender = new Thread(frontend::send);
        sender.start();
        host.await(() -> stuck.get() == 1);
        look();
        assertThat(listed(id).explanation()).contains("a listener on the thread that brings all events for 12 s");
        assertThat(log.with(id.toString(), "a listener")).hasSize(1);
        release.countDown();
        sender.join();
    }

    @Test
    void aDeviceWhoseListenerDoesNotReturnIsGivenUp() throws InterruptedException {
        DeviceId id = good();
        good.direct = () -> {};
        host.add(good, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        good.direct = () -> hang(id, "listener");
        good.channel.unmask();
        Thread sender = new Thread(frontend::send);
        sender.start();
        host.await(() -> stuck.get() == 1);
        host.lookAtCalls(Duration.ZERO);
        host.lookAtCalls(Duration.ofHours(2));
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(log.with(id.toString(), "is given up")).hasSize(1);
        assertThat(good.callsOf(id)).as("its handler may be using all that").doesNotContain("disconnect");
        release.countDown();
        sender.join();
        host.await(() -> good.callsOf(id).contains("disconnect"));
    }

    @Test
    void aCallThatReturnsIsNotShownAnyMore() {
        hangIn("init");
        DeviceId id = attachBad(1).get(0);
        host.await(() -> stuck.get() == 1);
        look();
        release.countDown();
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        host.await(() -> listed(id).explanation().startsWith("waits for the frontend"));
    }

    private DeviceId good() {
        return new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    }

    private ProbeFrontend connected(ProbeBackend backend) {
        ProbeFrontend frontend = host.connect(guest, good());
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> backend.callsOf(good()).contains("connected"));
        return frontend;
    }

    private void giveUp() {
        host.lookAtCalls(Duration.ZERO);
        host.lookAtCalls(Duration.ofHours(2));
    }

    @Test
    void aDeviceThatIsGivenUpInInitIsServedByOtherCodeAndItsGuestSawNothing() {
        hangIn("init");
        DeviceId id = good();
        host.add(bad, ProbeBackend.TYPE);
        host.attach(id);
        host.await(() -> stuck.get() == 1);
        giveUp();
        host.await(() -> listed(id).explanation().contains("waits for the host"));
        assertThat(listed(id).explanation()).contains("init", "other code");
        assertThat(host.store().read(id.backendPath(0).child("state"))).contains("1");
        assertThat(log.with(id + " is given up", "test 1 has not returned from init"))
                .hasSize(1);
        host.addRanked(10, good, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend frontend = new ProbeFrontend(guest, id).publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        assertThat(stuck).as("the call has not returned yet").hasValue(1);
        release.countDown();
        host.await(() -> bad.open.get() == 0);
        assertThat(log.with(id.toString(), "has returned from init", "dropped")).hasSize(1);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> listed(id).health() == DeviceView.Health.WELL);
    }

    @Test
    void aConnectionWhoseTaskIsGivenUpEndsAndTheSameCodeServesAgainWhenTheTaskHasReturned() {
        host.add(good, ProbeBackend.TYPE);
        ProbeFrontend frontend = connected(good);
        DeviceId id = good();
        good.contexts.get(id).execute(() -> hang(id, "task"));
        host.await(() -> stuck.get() == 1);
        giveUp();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed(id).failure()).contains("has not returned from a task");
        assertThat(host.runtime().counters().boundPorts()).isZero();
        assertThat(host.runtime().counters().mappedPages())
                .as("what the call may be using")
                .isEqualTo(1);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.await(() -> listed(id).explanation().contains("a task of test 1, which was given up, to return"));
        assertThat(good.callsOf(id)).doesNotContain("disconnect", "close");
        release.countDown();
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        assertThat(good.callsOf(id)).containsSubsequence("connected", "disconnect", "close", "open", "init");
        assertThat(host.runtime().counters().mappedPages()).isZero();
    }

    @Test
    void aCallThatUsesTheGuestsMemoryForEverEndsWhenItIsGivenUp() {
        host.add(good, ProbeBackend.TYPE);
        connected(good);
        DeviceId id = good();
        good.contexts.get(id).execute(() -> {
            stuck.incrementAndGet();
            while (true) {
                good.page.getInt(0);
            }
        });
        host.await(() -> stuck.get() == 1);
        giveUp();
        host.awaitBackend(id, XenbusState.CLOSING);
        host.await(() -> host.runtime().counters().mappedPages() == 0);
        assertThat(log.with(id.toString(), "has returned from a task")).hasSize(1);
    }

    @Test
    void aConnectionEndsAlsoWhenDisconnectDoesNotReturn() {
        bad.onCall = (id, call) -> {
            if (call.equals("disconnect")) {
                hang(id, call);
            }
        };
        host.add(bad, ProbeBackend.TYPE);
        ProbeFrontend frontend = connected(bad);
        frontend.state(XenbusState.CLOSED);
        host.await(() -> stuck.get() == 1);
        giveUp();
        host.awaitBackend(good(), XenbusState.CLOSED);
    }
}
