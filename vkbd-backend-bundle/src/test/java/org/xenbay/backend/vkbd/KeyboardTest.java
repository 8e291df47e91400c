// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.TouchDown;
import org.xenbay.api.input.InputEvent.TouchMove;
import org.xenbay.api.input.InputEvent.TouchOrientation;
import org.xenbay.api.input.InputEvent.TouchShape;
import org.xenbay.api.input.InputEvent.TouchUp;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.KeyNames;
import org.xenbay.api.input.Place;
import org.xenbay.frontend.VkbdFrontend.Variant;

/** The events that a guest gets, on the embedded Xen with a frontend that behaves as Linux's. */
@Timeout(60)
class KeyboardTest {

    private static final int LEFT = KeyNames.BUTTON_LEFT;

    @Test
    void keysAndButtonsArriveWithTheirCodes() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one");
            guest.play(new Key(30, true));
            guest.play(new Key(30, true), new Key(30, false));
            guest.play(new Key(LEFT, true), new Key(LEFT, false));
            assertThat(guest.texts(5)).containsExactly("a down", "a down", "a up", "btn-left down", "btn-left up");
        }
    }

    @Test
    void theTypeVinputIsServedAlike() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.attach("one", "vinput", Variant.LINUX);
            assertThat(guest.probe.awaitFrontend(XenbusState.CONNECTED, KeyboardHost.TIMEOUT))
                    .isTrue();
            guest.play(new Key(57, true), new Key(57, false));
            assertThat(guest.texts(2)).containsExactly("space down", "space up");
        }
    }

    @Test
    void thePointerIsInPlaceBeforeItsButtonGoesDown() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", "width=1024", "height=768");
            guest.play(new Key(LEFT, true), new Position(new Place(1, 1, 2, 2)));
            assertThat(guest.texts(2)).containsExactly("POSITION 512,384", "btn-left down");
        }
    }

    @Test
    void placesReachTheLastPixelAndNoFurther() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", "width=1024", "height=768");
            guest.play(new Position(new Place(32767, 32767, 32767, 32767)), new Wheel(-2));
            guest.play(new Position(new Place(0, 0, 32767, 32767)), new Wheel(1));
            guest.play(new Motion(-5, 3));
            assertThat(guest.texts(3))
                    .containsExactly("POSITION 1023,767 wheel 2", "POSITION 0,0 wheel -1", "POSITION 0,3");
        }
    }

    @Test
    void aGuestThatAsksForItGetsPlacesUnscaled() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", Variant.RAW);
            guest.play(new Position(new Place(12345, 32767, 32767, 32767)));
            assertThat(guest.texts(1)).containsExactly("POSITION 12345,32767");
        }
    }

    @Test
    void aMouseIsToldHowFarItWasMovedAlsoByATablet() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", Variant.MOUSE);
            guest.play(new Motion(3, -4), new Wheel(1));
            guest.play(new Position(new Place(100, 100, 799, 599)));
            guest.play(new Position(new Place(110, 90, 799, 599)));
            assertThat(guest.texts(2)).containsExactly("MOTION 3,-4 wheel -1", "MOTION 10,-10");
        }
    }

    @Test
    void whatDoesNotChangeIsNotTold() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one");
            guest.play(new Position(new Place(5, 5, 799, 599)));
            guest.play(new Position(new Place(5, 5, 799, 599)));
            guest.play(new Motion(0, 0));
            guest.play(new Key(30, false));
            guest.play(new Key(31, true));
            assertThat(guest.texts(2)).containsExactly("POSITION 5,5", "s down");
        }
    }

    @Test
    void fingersAreToldFrameByFrame() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", "feature-multi-touch=1", "multi-touch-num-contacts=2");
            guest.play(
                    new TouchDown(71, new Place(10, 20, 799, 599)),
                    new TouchShape(71, 8, 4),
                    new TouchOrientation(71, -45),
                    new TouchDown(72, new Place(30, 40, 799, 599)),
                    new TouchDown(73, new Place(50, 60, 799, 599)));
            guest.play(new TouchMove(72, new Place(31, 41, 799, 599)), new TouchMove(73, new Place(1, 1, 799, 599)));
            guest.play(new TouchUp(71));
            guest.play(new TouchDown(74, new Place(1, 2, 799, 599)));
            assertThat(guest.texts(11))
                    .containsExactly(
                            "TOUCH_DOWN 0: 10,20",
                            "TOUCH_SHAPE 0: 8,4",
                            "TOUCH_ORIENTATION 0: -45,0",
                            "TOUCH_DOWN 1: 30,40",
                            "TOUCH_SYNC 0: 0,0",
                            "TOUCH_MOTION 1: 31,41",
                            "TOUCH_SYNC 0: 0,0",
                            "TOUCH_UP 0: 0,0",
                            "TOUCH_SYNC 0: 0,0",
                            "TOUCH_DOWN 0: 1,2",
                            "TOUCH_SYNC 0: 0,0");
        }
    }

    @Test
    void codesThatWouldHarmLinuxDoNotLeave() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one");
            for (int code : new int[] {240, 0x118, 0x14A, 0x2FF}) {
                assertThatThrownBy(() -> guest.play(new Key(code, true))).hasMessageContaining("takes no key");
            }
            assertThatThrownBy(() -> new Key(0x300, true)).hasMessageContaining("768");
        }
    }

    @Test
    void aGuestWithoutAPointerGetsNoKeys() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", "feature-disable-pointer=1");
            assertThatThrownBy(() -> guest.play(new Key(30, true))).hasMessageContaining("takes no key a");
            assertThatThrownBy(() -> guest.play(new Motion(1, 1))).hasMessageContaining("pointer is disabled");
            assertThat(guest.details()).containsEntry("takes", "");
        }
    }

    @Test
    void aGuestWithoutAKeyboardGetsButtons() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", "feature-disable-keyboard=1");
            assertThatThrownBy(() -> guest.play(new Key(30, true))).hasMessageContaining("takes no key a");
            guest.play(new Key(LEFT, true));
            assertThat(guest.texts(1)).containsExactly("btn-left down");
        }
    }

    @Test
    void anOldFrontendIsMappedByItsFrame() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one", Variant.WITHOUT_GRANT);
            guest.play(new Key(30, true));
            assertThat(guest.texts(1)).containsExactly("a down");
        }
    }

    @Test
    void textIsTyped() throws Exception {
        try (KeyboardHost host = new KeyboardHost(VkbdSettings.PLAIN)) {
            KeyboardHost.Keyboard guest = host.connect("one");
            host.backend
                    .play(guest.id, host.backend.typing("us", "aB\n", Duration.ZERO))
                    .get(10, TimeUnit.SECONDS);
            assertThat(guest.texts(8))
                    .containsExactly(
                            "a down",
                            "a up",
                            "leftshift down",
                            "b down",
                            "b up",
                            "leftshift up",
                            "enter down",
                            "enter up");
            assertThatThrownBy(() -> host.backend.typing("us", "grün", Duration.ZERO))
                    .hasMessage("keyboard layout us has no key for ü (U+00FC)");
        }
    }
}
