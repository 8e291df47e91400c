// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.TouchDown;
import org.xenbay.api.input.InputEvent.TouchUp;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.Place;

@Timeout(30)
class InputCommandsTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 3);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private static Place at(int x, int y) {
        return new Place(x, y, 799, 599);
    }

    @Test
    void textIsTypedAsItIs() throws IOException {
        assertThat(shell.run("type", "--enter", "5/vkbd/0", "-a", "b").out())
                .isEqualTo("typed 5 characters on 5/vkbd/0\n");
        assertThat(shell.input.played())
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
    void keysArePressedInOrderAndReleasedInReverse() throws IOException {
        assertThat(shell.run("key", "5/vkbd/0", "ctrl+alt+f2", "a").exit()).isZero();
        assertThat(shell.input.played())
                .containsExactly(
                        new Key(29, true),
                        new Key(56, true),
                        new Key(60, true),
                        new Key(60, false),
                        new Key(56, false),
                        new Key(29, false),
                        new Key(30, true),
                        new Key(30, false));
        shell.run("key", "--down", "5/vkbd/0", "shift");
        assertThat(shell.input.played()).containsExactly(new Key(42, true));
        shell.run("key", "--up", "5/vkbd/0", "shift");
        assertThat(shell.input.played()).containsExactly(new Key(42, false));
        assertMisused("there is no key named hyper", "key", "5/vkbd/0", "hyper+a");
        assertFails("there is no keyboard 6/vkbd/0", "key", "6/vkbd/0", "a");
    }

    @Test
    void thePointerIsMovedAndClicked() throws IOException {
        assertThat(shell.run("pointer", "5/vkbd/0", "at=10,20", "by=-3,4", "click=right", "wheel=-2")
                        .exit())
                .isZero();
        assertThat(shell.input.played())
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
    void fingersTouch() throws IOException {
        assertThat(shell.run("touch", "5/vkbd/0", "down=0,1,2/down=1,3,4", "pause=1", "up=0/up=1", "tap=5,6")
                        .exit())
                .isZero();
        assertThat(shell.input.played())
                .containsExactly(
                        new TouchDown(0, at(1, 2)),
                        new TouchDown(1, at(3, 4)),
                        new TouchUp(0),
                        new TouchUp(1),
                        new TouchDown(0, at(5, 6)),
                        new TouchUp(0));
    }

    @Test
    void sourcesAreListedAndGivenToGuests() throws IOException {
        assertThat(shell.run("focus").out()).isEqualTo("event3\tSome Keyboard\t046d:c31c\tseat0\tkeys\thost\n");
        assertThat(shell.run("focus", "event3", "5/vkbd/0").out()).isEqualTo("event3 goes to 5/vkbd/0\n");
        assertThat(shell.run("focus").out()).endsWith("\t5/vkbd/0\n");
        assertThat(shell.run("focus", "--json").out()).contains("\"device\":\"5/vkbd/0\"", "\"id\":\"event3\"");
        assertThat(shell.run("focus", "event3", "host").exit()).isZero();
        assertFails("there is no source event9", "focus", "event9", "host");
    }

    private void assertMisused(String reason, String... words) throws IOException {
        assertEnds(2, reason, words);
    }

    private void assertFails(String reason, String... words) throws IOException {
        assertEnds(1, reason, words);
    }

    private void assertEnds(int exit, String reason, String... words) throws IOException {
        TestShell.Answer answer = shell.run(words);
        assertThat(answer.exit()).isEqualTo(exit);
        assertThat(answer.err()).contains(reason).hasLineCount(1);
    }
}
