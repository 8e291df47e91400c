// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.XenException;

/** Event channels against Xen's event_channel.c and Linux's evtchn device. */
class EventChannelsTest {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final AtomicInteger atHost = new AtomicInteger();
    private final AtomicInteger atGuest = new AtomicInteger();
    private Guest guest;
    private GuestPort port;

    @BeforeEach
    void createAGuestWithAPort() {
        guest = xen.create("guest");
        port = guest.allocatePort(0, atGuest::incrementAndGet);
    }

    @AfterEach
    void close() {
        xen.close();
    }

    private EventChannel bind() {
        return xen.eventChannels().bind(guest.domain(), port.number(), atHost::incrementAndGet);
    }

    @Test
    void aFreshBindingFiresOnce() {
        bind();

        assertThat(atHost).hasValue(1);
        assertThat(atGuest).hasValue(0);
        assertThat(port.isBound()).isTrue();
    }

    @Test
    void aDeliveredPortIsMaskedUntilItIsUnmasked() {
        EventChannel channel = bind();
        port.signal();
        port.signal();
        assertThat(atHost).hasValue(1);

        channel.unmask();
        assertThat(atHost).as("events while masked are one event at the unmask").hasValue(2);
        channel.unmask();
        assertThat(atHost).hasValue(2);
        port.signal();
        assertThat(atHost).hasValue(3);
    }

    @Test
    void unmaskingTwiceDeliversNothingTwice() {
        EventChannel channel = bind();
        channel.unmask();
        channel.unmask();

        assertThat(atHost).hasValue(1);
    }

    @Test
    void theGuestIsToldOfEverySignal() {
        EventChannel channel = bind();
        channel.signal();
        channel.signal();

        assertThat(atGuest).hasValue(2);
    }

    @Test
    void signalsOfAGuestWhosePortIsUnboundAreLost() {
        port.signal();
        EventChannel channel = bind();
        assertThat(atHost).as("the fresh binding's event only").hasValue(1);
        channel.close();
        port.signal();
        bind().unmask();

        assertThat(atHost).hasValue(2);
    }

    @Test
    void closingPutsTheGuestsPortBackToUnboundAndReserved() {
        EventChannel first = bind();
        first.close();
        first.close();
        assertThat(port.isBound()).isFalse();

        EventChannel second = bind();
        second.signal();
        first.signal();
        assertThat(atGuest).as("the closed channel reaches nobody").hasValue(1);
        assertThat(xen.usage().boundPorts()).isEqualTo(1);
    }

    @Test
    void aClosedChannelsListenerIsNotCalledAnyMore() {
        EventChannel channel = bind();
        port.signal();
        channel.close();
        channel.unmask();
        port.signal();

        assertThat(atHost).hasValue(1);
    }

    @Test
    void aPortThatIsBoundCannotBeBoundAgain() {
        bind();

        assertErrno(22, this::bind);
        assertThat(xen.usage().boundPorts()).isEqualTo(1);
        assertThat(xen.usage(guest.domain()).boundPorts()).isEqualTo(1);
    }

    @Test
    void aPortReservedForAnotherDomainIsRefused() {
        GuestPort foreign = guest.allocatePort(3, () -> {});

        assertErrno(22, () -> xen.eventChannels().bind(guest.domain(), foreign.number(), () -> {}));
    }

    @Test
    void aPortThatIsNotThereIsRefused() {
        assertErrno(22, () -> xen.eventChannels().bind(guest.domain(), 0, () -> {}));
        assertErrno(22, () -> xen.eventChannels().bind(guest.domain(), 1000, () -> {}));
        assertErrno(22, () -> xen.eventChannels().bind(guest.domain(), -1, () -> {}));
        port.close();
        assertErrno(22, this::bind);
    }

    @Test
    void aDomainThatIsNotThereIsRefused() {
        assertErrno(3, () -> xen.eventChannels().bind(77, 1, () -> {}));
        xen.destroy(guest.domain());
        assertErrno(3, this::bind);
    }

    @Test
    void whenTheGuestClosesItsPortTheOtherEndReachesNobody() {
        EventChannel channel = bind();
        port.close();
        channel.unmask();
        channel.signal();
        port.signal();

        assertThat(atHost).hasValue(1);
        assertThat(atGuest).hasValue(0);
        assertThat(xen.usage().boundPorts())
                .as("the host still has to close its own")
                .isEqualTo(1);
        channel.close();
        assertThat(xen.usage().boundPorts()).isZero();
    }

    @Test
    void aGuestHasABoundedNumberOfPortsAndClosedOnesAreUsedAgain() {
        List<GuestPort> ports = new ArrayList<>();
        while (ports.size() < 1021) {
            ports.add(guest.allocatePort(0, () -> {}));
        }
        assertErrno(28, () -> guest.allocatePort(0, () -> {}));
        int freed = ports.get(500).number();
        ports.get(500).close();

        assertThat(guest.allocatePort(0, () -> {}).number()).isEqualTo(freed);
    }

    @Test
    void aListenerThatFailsDoesNotDisturbWhoSignals() {
        GuestPort failing = guest.allocatePort(0, () -> {
            throw new IllegalStateException("on purpose");
        });
        EventChannel channel = xen.eventChannels().bind(guest.domain(), failing.number(), () -> {});
        channel.signal();
        failing.onEvent(atGuest::incrementAndGet);
        channel.signal();

        assertThat(atGuest).hasValue(1);
    }

    @Test
    void endsThatAnswerEachOtherDoNotDigIntoTheStack() {
        AtomicReference<EventChannel> channel = new AtomicReference<>();
        AtomicInteger rounds = new AtomicInteger();
        port.onEvent(() -> {
            if (rounds.incrementAndGet() < 100_000) {
                port.signal();
            }
        });
        channel.set(xen.eventChannels().bind(guest.domain(), port.number(), () -> {
            if (channel.get() != null) {
                channel.get().unmask();
                channel.get().signal();
            }
        }));
        channel.get().unmask();
        port.signal();

        assertThat(rounds).hasValue(100_000);
    }

    /**
     * The guarantee that every backend relies on: code that unmasks the port before it looks at the ring never misses what was
     * written before a signal.
     */
    @Test
    void noWakeUpIsLostBetweenTwoThreads() throws InterruptedException {
        int messages = 200_000;
        AtomicLong produced = new AtomicLong();
        AtomicLong consumed = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        Object wake = new Object();
        AtomicInteger events = new AtomicInteger();
        EventChannel channel = xen.eventChannels().bind(guest.domain(), port.number(), () -> {
            synchronized (wake) {
                events.incrementAndGet();
                wake.notifyAll();
            }
        });
        Thread consumer = new Thread(() -> {
            while (consumed.get() < messages) {
                synchronized (wake) {
                    while (events.get() == 0) {
                        waitOn(wake);
                    }
                    events.set(0);
                }
                channel.unmask();
                consumed.set(produced.get());
            }
            done.countDown();
        });
        consumer.setDaemon(true);
        consumer.start();
        for (int i = 0; i < messages; i++) {
            produced.incrementAndGet();
            port.signal();
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(consumed).hasValue(messages);
    }

    private static void waitOn(Object monitor) {
        try {
            monitor.wait();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void assertErrno(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(XenException.class)
                .extracting(refusal -> ((XenException) refusal).errno())
                .isEqualTo(errno);
    }
}
