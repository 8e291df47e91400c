// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.TouchDown;
import org.xenbay.api.input.InputEvent.TouchMove;
import org.xenbay.api.input.InputEvent.TouchOrientation;
import org.xenbay.api.input.InputEvent.TouchShape;
import org.xenbay.api.input.InputEvent.TouchUp;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.Place;
import org.xenbay.api.input.SourceInfo.Ability;

/** Events as the kernel's drivers send them, and the frames made of them. */
class EvdevTranslatorTest {

    private static final int[] REPORT = {EvdevAbi.EV_SYN, EvdevAbi.SYN_REPORT, 0};
    private static final int MSC = 4;

    private final BitSet keysDown = new BitSet();

    private EvdevTranslator mouse() {
        return new EvdevTranslator(Map.of(), false, () -> keysDown);
    }

    private EvdevTranslator screen() {
        return new EvdevTranslator(
                Map.of(
                        EvdevAbi.ABS_MT_SLOT,
                        new Axis(0, 9),
                        EvdevAbi.ABS_MT_POSITION_X,
                        new Axis(100, 1100),
                        EvdevAbi.ABS_MT_POSITION_Y,
                        new Axis(0, 1000),
                        EvdevAbi.ABS_MT_ORIENTATION,
                        new Axis(-4, 4)),
                true,
                () -> keysDown);
    }

    /** What the last event gave; those before must give nothing. */
    private static List<InputEvent> play(EvdevTranslator translator, int[]... events) {
        for (int i = 0; i < events.length - 1; i++) {
            assertThat(translator.event(events[i][0], events[i][1], events[i][2]))
                    .isEmpty();
        }
        int[] last = events[events.length - 1];
        return translator.event(last[0], last[1], last[2]);
    }

    private static int[] key(int code, int value) {
        return new int[] {EvdevAbi.EV_KEY, code, value};
    }

    private static int[] rel(int code, int value) {
        return new int[] {EvdevAbi.EV_REL, code, value};
    }

    private static int[] abs(int code, int value) {
        return new int[] {EvdevAbi.EV_ABS, code, value};
    }

    @Test
    void aKeyIsPressedRepeatedAndReleased() {
        EvdevTranslator keyboard = mouse();
        assertThat(play(keyboard, new int[] {MSC, 4, 30}, key(30, 1), REPORT)).containsExactly(new Key(30, true));
        assertThat(play(keyboard, key(30, 2), REPORT)).containsExactly(new Key(30, true));
        assertThat(play(keyboard, key(30, 0), REPORT)).containsExactly(new Key(30, false));
        assertThat(play(keyboard, REPORT)).isEmpty();
    }

    @Test
    void whatAMouseDoesAtOnceIsOneFrameWithTheMotionFirst() {
        assertThat(play(mouse(), key(0x110, 1), rel(0, 3), rel(1, -2), rel(8, 1), rel(11, 120), rel(0, 2), REPORT))
                .containsExactly(new Motion(5, -2), new Wheel(1), new Key(0x110, true));
    }

    @Test
    void aTabletTellsPlacesAndItsPenIsTheLeftButton() {
        EvdevTranslator tablet = new EvdevTranslator(
                Map.of(EvdevAbi.ABS_X, new Axis(-10, 90), EvdevAbi.ABS_Y, new Axis(0, 50)), false, () -> keysDown);
        assertThat(play(tablet, abs(0, 40), abs(1, 60), key(0x140, 1), key(0x14A, 1), REPORT))
                .containsExactly(new Position(new Place(50, 50, 100, 50)), new Key(0x110, true));
        assertThat(play(tablet, abs(0, -10), REPORT)).containsExactly(new Position(new Place(0, 50, 100, 50)));
    }

    @Test
    void fingersAreTakenFromTheirSlots() {
        EvdevTranslator screen = screen();
        screen.screen(500);
        assertThat(play(
                        screen,
                        abs(EvdevAbi.ABS_MT_TRACKING_ID, 7),
                        abs(EvdevAbi.ABS_MT_POSITION_X, 200),
                        abs(EvdevAbi.ABS_MT_POSITION_Y, 300),
                        abs(EvdevAbi.ABS_MT_TOUCH_MAJOR, 20),
                        abs(EvdevAbi.ABS_MT_ORIENTATION, 2),
                        abs(EvdevAbi.ABS_MT_SLOT, 1),
                        abs(EvdevAbi.ABS_MT_TRACKING_ID, 8),
                        abs(EvdevAbi.ABS_MT_POSITION_X, 100),
                        abs(EvdevAbi.ABS_MT_POSITION_Y, 0),
                        key(EvdevAbi.BTN_TOUCH, 1),
                        abs(EvdevAbi.ABS_X, 200),
                        REPORT))
                .containsExactly(
                        new TouchDown(0, new Place(100, 300, 1000, 1000)),
                        new TouchShape(0, 10, 0),
                        new TouchOrientation(0, 45),
                        new TouchDown(1, new Place(0, 0, 1000, 1000)));
        assertThat(play(screen, abs(EvdevAbi.ABS_MT_POSITION_Y, 5), REPORT))
                .containsExactly(new TouchMove(1, new Place(0, 5, 1000, 1000)));
        assertThat(play(
                        screen,
                        abs(EvdevAbi.ABS_MT_TRACKING_ID, -1),
                        abs(EvdevAbi.ABS_MT_SLOT, 0),
                        abs(EvdevAbi.ABS_MT_TRACKING_ID, 9),
                        REPORT))
                .as("a finger that was lifted and put down again within a frame")
                .containsExactly(new TouchUp(0), new TouchDown(0, new Place(100, 300, 1000, 1000)), new TouchUp(1));
        assertThat(play(screen, abs(EvdevAbi.ABS_MT_SLOT, 99), abs(EvdevAbi.ABS_MT_TRACKING_ID, 1), REPORT))
                .as("a slot that there is not")
                .isEmpty();
    }

    @Test
    void afterALossNothingStaysDownThatIsNot() {
        EvdevTranslator screen = screen();
        play(screen, key(30, 1), key(31, 1), abs(EvdevAbi.ABS_MT_TRACKING_ID, 7), REPORT);
        keysDown.set(31);
        assertThat(play(screen, key(32, 1), new int[] {EvdevAbi.EV_SYN, EvdevAbi.SYN_DROPPED, 0}, key(33, 1), REPORT))
                .containsExactly(new Key(30, false), new TouchUp(0));
        assertThat(play(screen, key(31, 0), REPORT)).containsExactly(new Key(31, false));
    }

    @Test
    void aTouchPadOrJoystickIsNoTablet() {
        BitSet keys = new BitSet();
        keys.set(0x110);
        BitSet pad = new BitSet();
        pad.set(EvdevAbi.INPUT_PROP_POINTER);
        Map<Integer, Axis> axes = Map.of(EvdevAbi.ABS_X, new Axis(0, 9), EvdevAbi.ABS_Y, new Axis(0, 9));
        assertThat(EvdevDescription.abilities(pad, keys, new BitSet(), axes)).isEmpty();
        assertThat(EvdevDescription.abilities(new BitSet(), keys, new BitSet(), axes))
                .isEqualTo(EnumSet.of(Ability.POSITION));
        keys.set(0x130);
        assertThat(EvdevDescription.abilities(new BitSet(), keys, new BitSet(), axes))
                .isEmpty();
    }

    @Test
    void thePowerButtonIsNoKeyboard() {
        BitSet keys = new BitSet();
        keys.set(116);
        assertThat(EvdevDescription.abilities(new BitSet(), keys, new BitSet(), Map.of()))
                .isEmpty();
        keys.set(30);
        assertThat(EvdevDescription.abilities(new BitSet(), keys, new BitSet(), Map.of()))
                .isEqualTo(EnumSet.of(Ability.KEYS));
    }

    @Test
    void theRequestsAreTheKernels() {
        assertThat(EvdevAbi.EVIOCGRAB).isEqualTo(0x40044590L);
        assertThat(EvdevAbi.EVIOCGID).isEqualTo(0x80084502L);
        assertThat(EvdevAbi.eviocgname(255)).isEqualTo(0x80FF4506L);
        assertThat(EvdevAbi.eviocgkey(96)).isEqualTo(0x80604518L);
        assertThat(EvdevAbi.eviocgbit(3, 8)).isEqualTo(0x80084523L);
        assertThat(EvdevAbi.eviocgabs(1)).isEqualTo(0x80184541L);
    }
}
