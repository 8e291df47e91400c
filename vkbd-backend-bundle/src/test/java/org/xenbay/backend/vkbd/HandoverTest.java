// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.Place;
import org.xenbay.frontend.VkbdEvent;

/** The backend's code is replaced under a guest. */
@Timeout(60)
class HandoverTest {

    private static final int A = 30;

    @Test
    void theGuestIsStillConnectedAndFindsNoKeyDown() throws Exception {
        TestSource keyboard = new TestSource("keys", "seat0");
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            host.addSource(keyboard);
            host.backend.focus("keys", two.id);
            keyboard.press(A);
            keyboard.send(new Position(new Place(100, 100, 799, 599)));
            assertThat(two.texts(2)).containsExactly("a down", "POSITION 100,100");
            host.replaceBackend(VkbdSettings.PLAIN);
            assertThat(two.texts(1)).containsExactly("a up");
            await().until(() -> host.backend.targets().size() == 2);
            await().until(() -> host.backend.sources().get(0).device().equals(Optional.of(two.id)));
            keyboard.press(A);
            keyboard.send(new Motion(5, 0));
            assertThat(two.texts(2))
                    .as("the operator's choice and the pointer's place are known to the new code")
                    .containsExactly("a down", "POSITION 105,100");
            assertThat(two.probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
            assertThat(one.frontend.ring().events()).isEmpty();
        }
    }

    @Test
    void whatTheGuestHadNoRoomForReachesItAfter() throws Exception {
        TestSource keyboard = new TestSource("keys", "seat0");
        VkbdSettings config = VkbdSettings.PLAIN.withRules("* -> one");
        try (KeyboardHost host = new KeyboardHost(config)) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            one.frontend.ring().pause();
            for (int i = 0; i < 100; i++) {
                keyboard.press(100 + i % 80);
                keyboard.release(100 + i % 80);
            }
            host.replaceBackend(config);
            host.awaitTarget(one);
            keyboard.press(A);
            one.frontend.ring().goOn();
            List<VkbdEvent> events = one.next(201);
            assertThat(events).hasSize(201);
            for (int i = 0; i < 100; i++) {
                assertThat(events.subList(2 * i, 2 * i + 2))
                        .containsExactly(VkbdEvent.key(100 + i % 80, true), VkbdEvent.key(100 + i % 80, false));
            }
            assertThat(events.get(200)).isEqualTo(VkbdEvent.key(A, true));
            assertThat(one.details()).containsEntry("events sent", "201");
        }
    }

    @Test
    void aBundleThatGoesForGoodLeavesNoKeyDown() throws Exception {
        TestSource keyboard = new TestSource("keys", "seat0");
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
            host.stopBackend();
            assertThat(one.texts(1)).containsExactly("a up");
            assertThat(keyboard.notes).endsWith("close");
        }
    }

    @Test
    void aDaemonThatEndsLeavesNoKeyDown() throws Exception {
        TestSource keyboard = new TestSource("keys", "seat0");
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
            host.stopCore();
            assertThat(one.texts(1)).containsExactly("a up");
        }
    }

    @Test
    void aStateOfAnotherVersionOrADamagedOneIsRefused() {
        GuestInput input = new GuestInput(() -> {}, Allowance.unlimited());
        input.open(
                new Features(true, true, true, true, true, 800, 600, 800, 600, 10), new Mode(true, false, true), false);
        input.frame("one", List.of(new Key(A, true)));
        Parked parked = input.park().with(List.of("keys")).encode();
        ParkedInput read = ParkedInput.decode(parked);
        assertThat(read.events()).hasSize(2);
        assertThat(read.sources()).containsExactly("keys");
        byte[] state = parked.state();
        assertThatThrownBy(() -> ParkedInput.decode(new Parked(9, state)))
                .hasMessageContaining("version 9")
                .hasMessageContaining("version 1");
        for (int i = 0; i < state.length; i++) {
            byte[] flipped = state.clone();
            flipped[i] ^= 0x10;
            byte[] cut = Arrays.copyOf(state, i);
            assertThatThrownBy(() -> ParkedInput.decode(new Parked(1, flipped))).hasMessageContaining("damaged");
            assertThatThrownBy(() -> ParkedInput.decode(new Parked(1, cut))).hasMessageContaining("damaged");
        }
    }
}
