// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyboardLayout;

/** Text that viewers send as characters arrives as that text, whatever else the viewer holds, sends, or does not send. */
class CharacterKeysTest {

    private static final int SHIFT = 0xFFE1;
    private static final int RIGHT_SHIFT = 0xFFE2;
    private static final int CTRL = 0xFFE3;
    private static final int CAPS_LOCK = 0xFFE5;
    private static final int ALTGR = 0xFE03;

    /** A viewer of a guest with a layout. */
    private static final class Display {
        private final GuestKeyboard guest;
        private final ViewerInput viewer;

        Display(String layout) {
            guest = new GuestKeyboard(layout);
            viewer = new ViewerInput(new Keysyms(layout), guest::isCapsLocked);
        }

        Display down(int... keysyms) {
            IntStream.of(keysyms).forEach(keysym -> guest.accept(viewer.key(keysym, true)));
            return this;
        }

        Display up(int... keysyms) {
            IntStream.of(keysyms).forEach(keysym -> guest.accept(viewer.key(keysym, false)));
            return this;
        }

        Display stroke(int... keysyms) {
            IntStream.of(keysyms).forEach(keysym -> down(keysym).up(keysym));
            return this;
        }

        void typed(String text) {
            assertThat(guest.text()).isEqualTo(text);
        }
    }

    private static String printable(String layout) {
        return IntStream.rangeClosed(' ', '~')
                .filter(character ->
                        KeyboardLayout.named(layout).stroke(character).isPresent())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "gb", "de", "fr"})
    void everyCharacterArrivesFromAViewerThatSendsNoShift(String layout) {
        Display desk = new Display(layout);
        desk.stroke(printable(layout).chars().toArray());
        desk.typed(printable(layout));
        assertThat(desk.guest.down()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "gb", "de", "fr"})
    void everyCharacterArrivesFromAViewerWhoseModifiersAreThoseOfAnotherLayout(String layout) {
        for (int modifier : new int[] {SHIFT, RIGHT_SHIFT, ALTGR}) {
            Display desk = new Display(layout);
            for (int character : printable(layout).chars().filter(c -> c != ' ').toArray()) {
                if (modifier != ALTGR || KeyboardLayout.named(layout).hasAltGr()) {
                    desk.down(modifier).stroke(character).up(modifier).typed(Character.toString(character));
                    desk.down(modifier, character).up(modifier, character).typed(Character.toString(character));
                    assertThat(desk.guest.down()).isEmpty();
                }
            }
        }
    }

    @Test
    void aShiftThatTheViewerSendsIsNotSentTwice() {
        ViewerInput viewer = new ViewerInput(new Keysyms("us"), () -> false);
        List<InputEvent> all = new ArrayList<>();
        for (int[] event : new int[][] {{SHIFT, 1}, {'A', 1}, {'A', 0}, {'!', 1}, {'!', 0}, {SHIFT, 0}}) {
            all.addAll(viewer.key(event[0], event[1] == 1));
        }
        assertThat(all)
                .containsExactly(
                        new Key(42, true),
                        new Key(30, true),
                        new Key(30, false),
                        new Key(2, true),
                        new Key(2, false),
                        new Key(42, false));
    }

    @ParameterizedTest
    @CsvSource({"us,false", "us,true", "de,false", "de,true"})
    void theViewersCapsLockStaysWithTheViewer(String layout, boolean guests) {
        Display desk = new Display(layout);
        if (guests) {
            desk.guest.accept(List.of(new Key(58, true), new Key(58, false)));
        }
        // With Caps Lock on, a viewer sends capitals without Shift, and small letters with it.
        desk.stroke(CAPS_LOCK).stroke('A').down(SHIFT).stroke('b').up(SHIFT).stroke('1', CAPS_LOCK, 'c');
        desk.typed("Ab1c");
        assertThat(desk.guest.isCapsLocked()).isEqualTo(guests);
        assertThat(desk.guest.down()).isEmpty();
    }

    @Test
    void aKeyThatIsReleasedUnderAnotherNameDoesNotStayDown() {
        Display desk = new Display("us");
        desk.down(SHIFT, 'A').up(SHIFT, 'a').typed("A");
        assertThat(desk.guest.down()).isEmpty();
        // Shift+7 on a German keyboard, released in the wrong order.
        desk.down(SHIFT, '/').up(SHIFT, '7').typed("/");
        assertThat(desk.guest.down()).isEmpty();
        desk.down('a', 0x01000153, 'b').up(0x01000153);
        assertThat(desk.guest.down()).hasSize(2);
    }

    @Test
    void aKeyThatIsHeldRepeatsItsCharacter() {
        Display desk = new Display("us");
        desk.down('A', 'A', 'A').up('A').typed("AAA");
        desk.down('A');
        assertThat(desk.guest.down())
                .as("the guest's own repetition needs Shift")
                .contains(42);
        desk.down('b').up('A', 'b').typed("Ab");
        assertThat(desk.guest.down()).isEmpty();
    }

    @Test
    void whatIsPressedForACharacterIsNotHeldForAnotherKeyOrAClick() {
        Display desk = new Display("us");
        desk.down('A', 0xFF0D);
        assertThat(desk.guest.down()).containsExactly(28, 30);
        desk.up(0xFF0D, 'A').down('A');
        desk.guest.accept(desk.viewer.pointer(1, 5, 5, 800, 600));
        assertThat(desk.guest.down()).containsExactly(30, 0x110);
    }

    @Test
    void aShortcutHasTheShiftThatTheViewerHolds() {
        Display desk = new Display("us");
        desk.down(CTRL, 'C');
        assertThat(desk.guest.down()).containsExactly(29, 46);
        desk.up('C').down(SHIFT, 'c');
        assertThat(desk.guest.down()).containsExactly(29, 42, 46);
        desk.up('c', SHIFT).down('_');
        assertThat(desk.guest.down()).as("Ctrl+_ has no other key").containsExactly(12, 29, 42);
    }

    @Test
    void theRightAltOfALayoutWithoutAltGrIsAnAlt() {
        Display desk = new Display("us");
        desk.down(0xFFEA, 'x');
        assertThat(desk.guest.down()).containsExactly(45, 100);
    }

    @Test
    void aViewerThatLeavesHasEverythingReleased() {
        Display desk = new Display("de");
        desk.down(SHIFT, '@', 'A');
        desk.guest.accept(desk.viewer.releaseAll());
        assertThat(desk.guest.down()).isEmpty();
    }

    /** A viewer that types fast: keys overlap, modifiers come and go, names change while a key is down. */
    @ParameterizedTest
    @ValueSource(strings = {"us", "de"})
    void textArrivesHoweverKeysAndModifiersOverlap(String layout) {
        String characters = printable(layout).replace(" ", "");
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Display desk = new Display(layout);
            List<Integer> held = new ArrayList<>();
            StringBuilder expected = new StringBuilder();
            for (int step = 0; step < 60; step++) {
                int modifier = random.nextBoolean()
                        ? SHIFT
                        : KeyboardLayout.named(layout).hasAltGr() ? ALTGR : RIGHT_SHIFT;
                switch (random.nextInt(5)) {
                    case 0 -> desk.down(modifier);
                    case 1 -> desk.up(modifier);
                    case 2 -> {
                        if (!held.isEmpty()) {
                            desk.up(held.remove(random.nextInt(held.size())));
                        }
                    }
                    default -> {
                        char character = characters.charAt(random.nextInt(characters.length()));
                        desk.down(character);
                        held.add((int) character);
                        expected.append(character);
                    }
                }
            }
            held.forEach(desk::up);
            desk.up(SHIFT, RIGHT_SHIFT, ALTGR);
            assertThat(desk.guest.text()).as("layout %s, seed %d", layout, seed).isEqualTo(expected.toString());
            assertThat(desk.guest.down()).as("layout %s, seed %d", layout, seed).isEmpty();
        }
    }
}
