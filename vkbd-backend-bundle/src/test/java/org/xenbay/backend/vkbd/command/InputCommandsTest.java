// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.TouchDown;
import org.xenbay.api.input.InputEvent.TouchUp;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.Place;

class InputCommandsTest {
    private final FakeInput input = new FakeInput();
    private final List<Command> commands = List.of(
            new TypeCommand(input),
            new KeyCommand(input),
            new PointerCommand(input),
            new TouchCommand(input),
            new FocusCommand(input));

    private String run(String name, String... words) {
        Command command = named(name);
        try {
            return String.valueOf(
                    command.run(CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out))));
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception checked) {
            throw new AssertionError(checked);
        }
    }

    private Command named(String name) {
        return commands.stream()
                .filter(command -> command.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Place at(int x, int y) {
        return new Place(x, y, 799, 599);
    }

    @Test
    void textIsTypedAsItIs() {
        assertThat(run("type", "--enter", "5/vkbd/0", "-a", "b")).isEqualTo("typed 5 characters on 5/vkbd/0");
        assertThat(input.played())
                .containsExactly(
                        new Key('-', true),
                        new Key('a', true),
                        new Key(' ', true),
                        new Key('b', true),
                        new Key('\n', true));
        assertFails("there is no keyboard layout xx", "type", "--layout", "xx", "5/vkbd/0", "a");
        assertMisused("--pause is a number", "type", "--pause", "x", "5/vkbd/0", "a");
        assertMisused("usage: type", "type", "5/vkbd/0");
    }

    @Test
    void keysArePressedInOrderAndReleasedInReverse() {
        run("key", "5/vkbd/0", "ctrl+alt+f2", "a");
        assertThat(input.played())
                .containsExactly(
                        new Key(29, true),
                        new Key(56, true),
                        new Key(60, true),
                        new Key(60, false),
                        new Key(56, false),
                        new Key(29, false),
                        new Key(30, true),
                        new Key(30, false));
        run("key", "--down", "5/vkbd/0", "shift");
        assertThat(input.played()).containsExactly(new Key(42, true));
        run("key", "--up", "5/vkbd/0", "shift");
        assertThat(input.played()).containsExactly(new Key(42, false));
        assertMisused("there is no key named hyper", "key", "5/vkbd/0", "hyper+a");
        assertFails("there is no keyboard 6/vkbd/0", "key", "6/vkbd/0", "a");
    }

    @Test
    void thePointerIsMovedAndClicked() {
        run("pointer", "5/vkbd/0", "at=10,20", "by=-3,4", "click=right", "wheel=-2");
        assertThat(input.played())
                .containsExactly(
                        new Position(at(10, 20)),
                        new Motion(-3, 4),
                        new Key(0x111, true),
                        new Key(0x111, false),
                        new Wheel(-2));
        assertMisused("is not on a surface", "pointer", "5/vkbd/0", "at=800,20");
        assertMisused("at=1 is not 2 numbers", "pointer", "5/vkbd/0", "at=1");
        assertMisused("there is no action jump=1", "pointer", "5/vkbd/0", "jump=1");
        assertFails("no guest takes input at 7/vkbd/0", "pointer", "7/vkbd/0", "at=1,1");
    }

    @Test
    void fingersTouch() {
        run("touch", "5/vkbd/0", "down=0,1,2/down=1,3,4", "pause=1", "up=0/up=1", "tap=5,6");
        assertThat(input.played())
                .containsExactly(
                        new TouchDown(0, at(1, 2)),
                        new TouchDown(1, at(3, 4)),
                        new TouchUp(0),
                        new TouchUp(1),
                        new TouchDown(0, at(5, 6)),
                        new TouchUp(0));
    }

    @Test
    void sourcesAreListedAndGivenToGuests() {
        assertThat(run("focus")).isEqualTo("event3\tSome Keyboard\t046d:c31c\tseat0\tkeys\thost");
        assertThat(run("focus", "event3", "5/vkbd/0")).isEqualTo("event3 goes to 5/vkbd/0");
        assertThat(run("focus")).endsWith("\t5/vkbd/0");
        run("focus", "event3", "host");
        assertFails("there is no source event9", "focus", "event9", "host");
    }

    @Test
    void theTabKeyOffersGuestsAndSources() {
        assertThat(named("type").complete(List.of(), "")).containsExactly("5/vkbd/0");
        assertThat(named("key").complete(List.of("5/vkbd/0"), "")).isEmpty();
        assertThat(named("focus").complete(List.of(), "")).containsExactly("event3");
        assertThat(named("focus").complete(List.of("event3"), "")).containsExactly("5/vkbd/0", "host");
    }

    private void assertMisused(String reason, String name, String... words) {
        assertThatThrownBy(() -> run(name, words))
                .isInstanceOf(CommandMisuse.class)
                .hasMessageContaining(reason);
    }

    private void assertFails(String reason, String name, String... words) {
        assertThatThrownBy(() -> run(name, words))
                .isExactlyInstanceOf(CommandFailure.class)
                .hasMessageContaining(reason);
    }
}
