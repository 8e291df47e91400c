// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.TouchDown;
import org.xenbay.api.input.InputEvent.TouchUp;
import org.xenbay.api.input.Place;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend.Variant;

/** Guests that break the protocol: nothing blocks, and other guests are not affected. */
@Timeout(60)
class HostileGuestTest {

    private static final int IN_CONS = 0;
    private static final int IN_PROD = 4;
    private static final int OUT_CONS = 8;
    private static final int OUT_PROD = 12;
    private static final int A = 30;
    private static final int B = 48;

    private final TestSource keyboard = new TestSource("keys", "seat0");

    private static KeyboardHost host() {
        return new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"));
    }

    @Test
    void whatAFullRingKeepsBackArrivesInOrderAndMotionAsOne() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one", Variant.MOUSE);
            host.addSource(keyboard);
            one.frontend.ring().pause();
            for (int i = 0; i < 60; i++) {
                keyboard.press(A);
                keyboard.release(A);
                keyboard.send(new Motion(1, 0));
                keyboard.send(new Motion(1, 1));
            }
            awaitFull(one);
            one.frontend.ring().goOn();
            one.frontend
                    .ring()
                    .await(
                            events -> events.stream()
                                            .filter(event -> event.kind() == VkbdEvent.Kind.KEY)
                                            .count()
                                    == 120,
                            KeyboardHost.TIMEOUT);
            keyboard.press(B);
            one.frontend.ring().await(events -> events.contains(VkbdEvent.key(B, true)), KeyboardHost.TIMEOUT);
            List<VkbdEvent> events = one.frontend.ring().events();
            assertThat(events.stream().filter(event -> event.kind() == VkbdEvent.Kind.KEY))
                    .as("every transition, in order")
                    .hasSize(121);
            assertThat(events.stream()
                            .filter(event -> event.kind() == VkbdEvent.Kind.MOTION)
                            .mapToInt(VkbdEvent::a)
                            .sum())
                    .isEqualTo(120);
            assertThat(events.size()).as("motion is merged").isLessThan(121 + 120);
        }
    }

    private static void awaitFull(KeyboardHost.Keyboard guest) {
        await().until(() -> guest.details().get("waiting").contains("full"));
    }

    @Test
    void aGuestThatNeverDrainsFindsNoKeyDownWhenItWakesUp() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            one.frontend.ring().pause();
            Random random = new Random(5);
            for (int i = 0; i < 100_000; i++) {
                keyboard.press(100 + random.nextInt(100));
                keyboard.release(100 + random.nextInt(100));
                keyboard.send(new Position(new Place(i % 800, i % 600, 799, 599)));
            }
            keyboard.send(new Position(new Place(77, 88, 799, 599)));
            for (int code = 100; code < 200; code++) {
                keyboard.release(code);
            }
            awaitFull(one);
            int waiting = Integer.parseInt(one.details().get("waiting").split(",")[0]);
            assertThat(waiting).as("bounded").isLessThan(2 * EventQueue.MAX_CHANGES + 100);
            one.frontend.ring().goOn();
            one.frontend.ring().await(events -> events.contains(VkbdEvent.position(77, 88, 0)), KeyboardHost.TIMEOUT);
            await().until(() -> one.frontend.ring().down().isEmpty());
            List<VkbdEvent> events = one.frontend.ring().events();
            assertThat(events.stream().filter(event -> event.kind() == VkbdEvent.Kind.POSITION))
                    .last()
                    .isEqualTo(VkbdEvent.position(77, 88, 0));
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
        }
    }

    @Test
    void anInvalidIndexEndsThatConnectionOnly() throws Exception {
        for (int nonsense : new int[] {-60, 52, Integer.MAX_VALUE, Integer.MIN_VALUE, 1000}) {
            try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
                TestSource other = new TestSource("other", "seat0");
                KeyboardHost.Keyboard one = host.connect("one");
                KeyboardHost.Keyboard two = host.connect("two");
                host.addSource(keyboard);
                host.addSource(other);
                host.backend.focus("keys", one.id);
                host.backend.focus("other", two.id);
                keyboard.press(A);
                assertThat(one.texts(1)).containsExactly("a down");
                one.frontend.ring().pause();
                one.frontend.ring().page().putIntRelease(IN_CONS, nonsense);
                keyboard.press(B);
                assertThat(one.probe.await(
                                probe -> probe.backendStates().contains(XenbusState.CLOSING), KeyboardHost.TIMEOUT))
                        .as("closed for %s", nonsense)
                        .isTrue();
                assertThat(host.admin.device(one.id).orElseThrow().failure()).contains("ring");
                await().until(() -> keyboard.notes.contains("close"));
                other.press(A);
                other.release(A);
                assertThat(two.texts(2)).containsExactly("a down", "a up");
            }
        }
    }

    @Test
    void whateverIsSaidToBeInTheOutRingIsTakenAsNothing() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            SharedMemory page = one.frontend.ring().page();
            for (int index : new int[] {1, 25, 1_000_000, -1, 0}) {
                page.putIntRelease(OUT_PROD, index);
                one.frontend.ring().signal();
                await().until(() -> page.getInt(OUT_CONS) == index);
            }
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
        }
    }

    @Test
    void theRingIsRightWhereTheIndexWraps() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one", "feature-multi-touch=1", "multi-touch-num-contacts=10");
            host.addSource(keyboard);
            for (int before : new int[] {1, 2, 3, 30, 51, 52}) {
                SharedMemory page = one.frontend.ring().page();
                page.putInt(IN_CONS, -before);
                page.putInt(IN_PROD, -before);
                host.replaceBackend(VkbdSettings.PLAIN.withRules("* -> one"));
                one.frontend.ring().restart();
                await().until(() -> host.backend.sources().get(0).device().isPresent());
                for (int i = 0; i < 20; i++) {
                    keyboard.press(A);
                    keyboard.release(A);
                }
                TouchDown[] fingers = new TouchDown[10];
                TouchUp[] lifted = new TouchUp[10];
                for (int i = 0; i < 10; i++) {
                    fingers[i] = new TouchDown(i, new Place(i, i, 799, 599));
                    lifted[i] = new TouchUp(i);
                }
                keyboard.send(fingers);
                keyboard.send(lifted);
                List<String> texts = one.texts(62);
                assertThat(texts).as("%d before the wrap", before).hasSize(62);
                for (int i = 0; i < 20; i++) {
                    assertThat(texts.subList(2 * i, 2 * i + 2)).containsExactly("a down", "a up");
                }
                assertThat(texts.get(50)).isEqualTo("TOUCH_SYNC 0: 0,0");
                assertThat(texts.get(61)).isEqualTo("TOUCH_SYNC 0: 0,0");
            }
        }
    }

    @Test
    void aGuestThatLeavesInMidGestureAndComesBackStartsWithNothingDown() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one", "feature-multi-touch=1");
            host.addSource(keyboard);
            keyboard.press(A);
            keyboard.send(new TouchDown(1, new Place(1, 1, 799, 599)));
            assertThat(one.texts(3)).hasSize(3);
            one.frontend.unload().get();
            keyboard.press(B);
            one.frontend.reload().get();
            await().until(() -> host.backend.sources().get(0).device().isPresent());
            keyboard.release(A, B);
            keyboard.send(new TouchUp(1));
            keyboard.press(B);
            assertThat(one.texts(1)).containsExactly("b down");
            one.frontend.resume().get();
            await().until(() -> {
                keyboard.release(A);
                keyboard.press(A);
                return one.frontend.ring().down().contains(A);
            });
            assertThat(one.frontend.ring().down()).containsExactly(A);
        }
    }

    @Test
    void keysThatComeWhileAGuestLeavesAndComesBackHarmNobody() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> typing = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    keyboard.press(A);
                    keyboard.release(A);
                }
            });
            for (int i = 0; i < 20; i++) {
                one.frontend.unload().get();
                one.frontend.reload().get();
                host.awaitTarget(one);
            }
            enough.set(true);
            assertThat(typing).as("no exception reaches the source").succeedsWithin(KeyboardHost.TIMEOUT);
            await().until(() -> one.details().get("waiting").equals("0"));
            await().until(() -> one.frontend.ring().down().isEmpty());
        }
    }

    @Test
    void aScriptForAGuestThatLeavesFails() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            one.frontend.ring().pause();
            List<Step> much = host.backend.typing("us", "x".repeat(1000), Duration.ZERO);
            var played = host.backend.play(one.id, much);
            awaitFull(one);
            one.frontend.unload().get();
            assertThat(played)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageMatching(".*the guest left after 5[0-9] of 2000 steps");
        }
    }

    @Test
    void aScriptForAGuestThatDoesNotLookIsGivenUp() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withTimeout(Duration.ofMillis(300)))) {
            KeyboardHost.Keyboard one = host.connect("one");
            one.frontend.ring().pause();
            var played = host.backend.play(one.id, host.backend.typing("us", "X".repeat(100), Duration.ZERO));
            assertThat(played)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageMatching(".*its driver has not looked at the ring since step 5[0-9] of 400");
            one.frontend.ring().goOn();
            await().until(() -> one.details().get("waiting").equals("0"));
            await().until(() -> one.frontend.ring().down().isEmpty());
        }
    }

    @Test
    void oneSignalIsSentForAllThatGoesAtOnce() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            one.frontend.ring().pause();
            int before = one.frontend.ring().signals();
            for (int i = 0; i < 1000; i++) {
                keyboard.press(A);
                keyboard.release(A);
            }
            awaitFull(one);
            assertThat(one.frontend.ring().signals() - before).isLessThanOrEqualTo(51);
            before = one.frontend.ring().signals();
            one.frontend.ring().goOn();
            await().until(() -> one.details().get("waiting").equals("0"));
            int signals = one.frontend.ring().signals() - before;
            assertThat(signals).isLessThan(1000);
        }
    }
}
