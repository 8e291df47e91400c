// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;

/** An error in a backend's code is reported at once, with its place in the author's code. */
class AnswersTest {

    private final Host host = new Host();
    private final LogLines log = new LogLines();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);

    @AfterEach
    void stop() {
        host.close();
        log.close();
    }

    private DeviceView listed() {
        return host.admin().devices().get(0);
    }

    private DeviceContext connected() {
        host.add(probe, ProbeBackend.TYPE);
        host.connect(guest, id).state(XenbusState.CONNECTED);
        host.await(() -> probe.callsOf(id).contains("connected"));
        return probe.contexts.get(id);
    }

    @Test
    void nullFromInitFailsTheDeviceAndNamesTheMethod() {
        probe.initAnswer = null;
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed().failure()).contains("org.xenbay.core.ProbeBackend$Handler.init returned null");
    }

    @Test
    void nullForAParkedConnectionFailsTheDeviceAndNamesTheMethod() {
        host.add(probe, ProbeBackend.TYPE);
        ProbeBackend second = new ProbeBackend();
        second.resumeAnswer = null;
        host.connect(guest, id).state(XenbusState.CONNECTED);
        host.await(() -> probe.callsOf(id).contains("connected"));
        host.addRanked(10, second, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed().failure()).contains("ProbeBackend$Handler.connect returned null");
    }

    @Test
    void aHandlerThatIsNullFailsTheDeviceAndNamesTheBackend() {
        probe.handlerIsNull = true;
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed().failure()).contains("org.xenbay.core.ProbeBackend.open returned null");
    }

    @Test
    void anUnexpectedFailureNamesTheLineOfTheBackend() {
        connected().execute(() -> {
            throw new NullPointerException();
        });
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed().failure()).contains("NullPointerException, at org.xenbay.core.AnswersTest.");
    }

    @Test
    void whatTroubleThrowsIsShownEverywhereAndLoggedOnce() {
        connected();
        probe.trouble = () -> {
            throw new IllegalStateException("cannot say");
        };
        for (int i = 0; i < 3; i++) {
            assertThat(listed().explanation())
                    .startsWith("served, but its backend's trouble() failed: ")
                    .contains("cannot say");
            assertThat(host.admin().device(id).orElseThrow().explanation()).isEqualTo(listed().explanation());
        }
        assertThat(log.with(id.toString(), "unexpected failure")).hasSize(1);
    }

    @Test
    void whatDetailsThrowsOrANullIsShown() {
        connected();
        probe.moreDetails = () -> {
            throw new IllegalStateException("no details");
        };
        assertThat(host.admin().device(id).orElseThrow().explanation()).contains("details() failed", "no details");
        probe.moreDetails = Map::of;
        probe.trouble = () -> null;
        assertThat(host.admin().device(id).orElseThrow().explanation()).contains("Handler.trouble returned null");
    }

    @Test
    void whatIsWrongWithADeviceIsListedAsItIsExplained() {
        connected();
        host.await(() -> listed().health() == DeviceView.Health.WELL);
        probe.trouble = () -> Optional.of("its file is gone");
        assertThat(listed().explanation()).isEqualTo("served, but its file is gone");
        assertThat(listed().health()).isEqualTo(DeviceView.Health.TROUBLED);
    }

    @Test
    void callsThatBelongToTheExecutorAreRefusedElsewhereAndNameTheCaller() throws InterruptedException {
        DeviceContext context = connected();
        String here = Thread.currentThread().getName();
        for (Runnable call : new Runnable[] {
            () -> context.backend("state"),
            () -> context.frontend("state"),
            () -> context.publish(Map.of("x", "1")),
            () -> context.publishToFrontend("x", "1"),
            () -> probe.link.frontend("x"),
            () -> probe.link.mapForeign(1)
        }) {
            AtomicReference<RuntimeException> refused = new AtomicReference<>();
            try {
                call.run();
            } catch (RuntimeException expected) {
                refused.set(expected);
            }
            assertThat(refused.get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("executor of " + id)
                    .hasMessageContaining(here)
                    .hasMessageContaining("at org.xenbay.core.AnswersTest.");
        }
        assertThat(host.store().exists(id.backendPath(0).child("x"))).isFalse();
    }

    @Test
    void theLinkOfAConnectionThatHasEndedIsRefused() {
        DeviceContext context = connected();
        DeviceLink link = probe.link;
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        context.fail(new IllegalStateException("on purpose"));
        host.awaitBackend(id, XenbusState.CLOSING);
        context.execute(() -> {
            try {
                link.frontend("x");
            } catch (RuntimeException expected) {
                refused.set(expected);
            }
        });
        host.await(() -> refused.get() != null);
        assertThat(refused.get()).hasMessageContaining("DeviceLink.frontend was called after the connection's end");
    }

    @Test
    void keysArePutDuringInitOnly() {
        connected();
        assertThat(probe.keys).isNotNull();
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        try {
            probe.keys.put("late", "1");
        } catch (RuntimeException expected) {
            refused.set(expected);
        }
        assertThat(refused.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key late")
                .hasMessageContaining("AnswersTest");
    }
}
