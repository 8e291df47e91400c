// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.input.InputEvent.Key;

/** Which guest gets a source's input. */
@Timeout(60)
class FocusTest {

    private static final int LEFT_CTRL = 29;
    private static final int RIGHT_CTRL = 97;
    private static final int SCROLL_LOCK = 70;
    private static final int CAPS_LOCK = 58;
    private static final int A = 30;
    private static final int B = 48;
    private static final int C = 46;

    private final TestSource keyboard = new TestSource("keys", "seat0");

    @Test
    void aSourceWithoutARuleIsNotEvenRead() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            host.addSource(keyboard);
            host.connect("one");
            assertThat(keyboard.notes).isEmpty();
            assertThat(host.backend.sources())
                    .singleElement()
                    .satisfies(source -> assertThat(source.device()).isEmpty());
        }
        assertThat(keyboard.notes).isEmpty();
    }

    @Test
    void aRuleGivesItToTheGuestItNamesWhicheverComesFirst() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("seat=seat? -> desk"))) {
            host.addSource(keyboard);
            host.connect("other");
            KeyboardHost.Keyboard desk = host.connect("desk");
            assertThat(keyboard.notes).containsExactly("open", "desk");
            TestSource late = new TestSource("late", "seat1");
            host.addSource(late);
            assertThat(late.notes).containsExactly("open", "desk");
            keyboard.press(A);
            late.press(B);
            assertThat(desk.texts(2)).containsExactly("a down", "b down");
            assertThat(desk.details()).containsEntry("sources", "keys, late");
        }
        assertThat(keyboard.notes).containsExactly("open", "desk", "close");
    }

    @Test
    void theSeatOfADeviceIsItsUniqueId() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> same-seat"))) {
            host.connect("one", "unique-id=seat1");
            KeyboardHost.Keyboard two = host.connect("two", "unique-id=seat0");
            host.addSource(keyboard);
            keyboard.press(A);
            assertThat(two.texts(1)).containsExactly("a down");
        }
    }

    @Test
    void aGuestThatLosesTheFocusIsToldOfEveryRelease() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            host.addSource(keyboard);
            host.backend.focus("keys", one.id);
            keyboard.press(A, B);
            host.backend.focus("keys", two.id);
            keyboard.release(A);
            keyboard.press(C);
            assertThat(one.texts(4)).containsExactly("a down", "b down", "a up", "b up");
            assertThat(two.texts(1)).as("only what was pressed for it").containsExactly("c down");
            host.backend.returnToHost("keys");
            assertThat(two.texts(1)).containsExactly("c up");
            keyboard.press(A);
            assertThat(one.frontend.ring().events()).isEmpty();
            assertThat(two.frontend.ring().events()).isEmpty();
            assertThat(keyboard.notes).containsExactly("open", "one", "two", "close");
        }
    }

    @Test
    void anotherConfigurationTakesEffectUnderGuestsAndAWrongOneDoesNot() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            host.addSource(keyboard);
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
            host.backend.modified(Map.of("assign", "* -> two"));
            assertThat(one.texts(1)).containsExactly("a up");
            keyboard.press(B);
            assertThat(two.texts(1)).containsExactly("b down");
            host.backend.modified(Map.of("assign", "* to one"));
            keyboard.release(B);
            assertThat(two.texts(1)).containsExactly("b up");
            assertThat(host.backend.settings().view().problems()).hasSize(1);
            assertThat(two.probe.backendStates()).last().isEqualTo(XenbusState.CONNECTED);
        }
    }

    @Test
    void theHotKeyTakesASourceBackAndGivesItAgain() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            keyboard.press(LEFT_CTRL, RIGHT_CTRL);
            assertThat(one.texts(2)).containsExactly("leftctrl down", "leftctrl up");
            keyboard.release(LEFT_CTRL, RIGHT_CTRL);
            keyboard.press(A);
            keyboard.release(A);
            keyboard.press(LEFT_CTRL, RIGHT_CTRL);
            keyboard.release(LEFT_CTRL, RIGHT_CTRL);
            keyboard.press(B);
            assertThat(one.texts(1)).containsExactly("b down");
            assertThat(keyboard.notes).containsExactly("open", "one", "host", "one");
        }
    }

    @Test
    void anotherHotKeyGoesFromGuestToGuest() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            host.addSource(keyboard);
            keyboard.press(LEFT_CTRL, SCROLL_LOCK);
            keyboard.release(SCROLL_LOCK, LEFT_CTRL);
            keyboard.press(A);
            assertThat(one.texts(2)).containsExactly("leftctrl down", "leftctrl up");
            assertThat(two.texts(1)).containsExactly("a down");
            keyboard.press(LEFT_CTRL, SCROLL_LOCK);
            keyboard.release(SCROLL_LOCK, LEFT_CTRL);
            keyboard.press(B);
            assertThat(one.texts(1)).containsExactly("b down");
        }
    }

    @Test
    void aSourceThatIsUnpluggedLeavesNothingDown() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            keyboard.press(A, B);
            host.removeSource(keyboard);
            keyboard.press(C);
            assertThat(one.texts(4)).containsExactly("a down", "b down", "a up", "b up");
            assertThat(one.frontend.ring().down()).isEmpty();
        }
    }

    @Test
    void aKeyThatTwoSourcesHoldIsUpWhenBothHaveReleasedIt() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            TestSource other = new TestSource("other", "seat0");
            host.addSource(keyboard);
            host.addSource(other);
            keyboard.press(A);
            other.press(A);
            keyboard.release(A);
            other.press(B);
            other.release(A);
            assertThat(one.texts(3)).containsExactly("a down", "b down", "a up");
        }
    }

    @Test
    void whenItsGuestGoesTheSourceIsTheHostsAgain() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            one.frontend.unload().get();
            assertThat(keyboard.notes).containsExactly("open", "one", "close");
            one.frontend.reload().get();
            host.awaitTarget(one);
            assertThat(keyboard.notes).containsExactly("open", "one", "close", "open", "one");
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            assertThatThrownBy(() -> host.backend.returnToHost("none")).hasMessage("there is no source none");
            assertThatThrownBy(() -> host.backend.focus("keys", DeviceId.parse("99/vkbd/0")))
                    .hasMessage("no guest takes input at 99/vkbd/0");
            keyboard.broken = new IOException("permission denied");
            assertThatThrownBy(() -> host.backend.focus("keys", one.id)).hasMessage("keys: permission denied");
            assertThat(host.backend.sources().get(0).trouble()).isEqualTo("permission denied");
            keyboard.broken = null;
            host.backend.focus("keys", one.id);
            keyboard.press(A);
            assertThat(one.texts(1)).containsExactly("a down");
        }
    }

    @Test
    void rulesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Rule.parse("seat0")).hasMessageContaining("<source> -> <guest>");
        assertThatThrownBy(() -> Rule.parse("colour=red -> one")).hasMessageContaining("colour=red");
        assertThatThrownBy(() -> Chord.parse("leftctrl")).hasMessageContaining("at least two keys");
        assertThatThrownBy(() -> Chord.parse("leftctrl+x1")).hasMessageContaining("no key named x1");
    }

    @Test
    void aSourceIsToldWhetherCapsLockIsOnInItsGuest() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"))) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keyboard);
            assertThat(keyboard.sink.isCapsLocked()).isFalse();
            one.play(new Key(CAPS_LOCK, true));
            one.play(new Key(CAPS_LOCK, true), new Key(CAPS_LOCK, false));
            assertThat(one.texts(3)).containsExactly("capslock down", "capslock down", "capslock up");
            assertThat(keyboard.sink.isCapsLocked()).isTrue();
            keyboard.press(CAPS_LOCK);
            assertThat(one.texts(1)).containsExactly("capslock down");
            assertThat(keyboard.sink.isCapsLocked()).isFalse();
            host.backend.returnToHost("keys");
            assertThat(keyboard.sink.isCapsLocked()).isFalse();
        }
    }

    @Test
    void whatCameWithAGuestsScreenGoesToTheKeyboardBesideIt() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> other"))) {
            KeyboardHost.Keyboard other = host.connect("other");
            KeyboardHost.Keyboard desk = host.connect("desk");
            TestSource viewers = TestSource.with("screen", new DeviceId(desk.id.domain(), "vfb", desk.id.device()));
            TestSource stranger = TestSource.with("stranger", new DeviceId(desk.id.domain(), "vfb", 7));
            host.addSource(viewers);
            host.addSource(stranger);
            assertThat(viewers.notes).containsExactly("open", "desk");
            assertThat(stranger.notes).isEmpty();
            viewers.press(A);
            assertThat(desk.texts(1)).containsExactly("a down");
            host.backend.focus("screen", other.id);
            assertThat(desk.texts(1)).containsExactly("a up");
            viewers.press(B);
            assertThat(other.texts(1)).containsExactly("b down");
            host.backend.returnToHost("screen");
            assertThat(other.texts(1)).containsExactly("b up");
        }
    }

    /** A viewer of one guest's screen must not decide about other guests. */
    @Test
    void whatCameWithAGuestsScreenHasNoHotKeys() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard desk = host.connect("desk");
            host.connect("other");
            TestSource viewers = TestSource.with("screen", new DeviceId(desk.id.domain(), "vfb", desk.id.device()));
            host.addSource(viewers);
            viewers.press(LEFT_CTRL, SCROLL_LOCK, RIGHT_CTRL);
            assertThat(desk.texts(3)).containsExactly("leftctrl down", "scrolllock down", "rightctrl down");
            assertThat(viewers.notes).containsExactly("open", "desk");
        }
    }
}
