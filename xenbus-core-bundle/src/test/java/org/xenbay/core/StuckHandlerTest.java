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

/** Backends whose code waits, or runs in circles, where it is called. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckHandlerTest {

    /** As many as {@link Host#PATIENT} has device threads. */
    private static final int DEVICES = 4;

    /** Nothing is given up before a test says that it is time. */
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
            assertThat(lines.get(0).getThrown().getStackTrace())
                    .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("hang"));
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
    void aCallThatReturnsIsNotShownAnyMore() {
        hangIn("init");
        DeviceId id = attachBad(1).get(0);
        host.await(() -> stuck.get() == 1);
        look();
        release.countDown();
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        host.await(() -> listed(id).explanation().startsWith("waits for the frontend"));
    }
}
