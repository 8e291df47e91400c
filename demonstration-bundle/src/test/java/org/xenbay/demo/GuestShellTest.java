// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuestShellTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:34:56Z"), ZoneOffset.UTC);

    private final GuestShell shell = new GuestShell(new ShellCommands("demo", 3, "hvc0", CLOCK));

    private String banner;

    @BeforeEach
    void readTheBanner() {
        banner = shown();
    }

    @Test
    void itGreetsAndPrompts() {
        assertThat(banner).contains("demo login-free shell on hvc0").endsWith("\r\ndemo# ");
        assertThat(shown()).isEmpty();
    }

    @Test
    void itEchoesWhatIsTypedAndAnswers() {
        assertThat(say("echo Grüße  an alle\r")).isEqualTo("echo Grüße  an alle\r\nGrüße  an alle\r\ndemo# ");
    }

    @Test
    void linesEndWithReturnOrNewLineOrBoth() {
        assertThat(say("echo a\recho b\necho c\r\n"))
                .isEqualTo("echo a\r\na\r\ndemo# echo b\r\nb\r\ndemo# echo c\r\nc\r\ndemo# ");
    }

    @Test
    void backspaceTakesBackWholeCharactersAndNothingOfThePrompt() {
        assertThat(say("echo xü\u007f\by\r")).isEqualTo("echo xü\b \b\b \by\r\ny\r\ndemo# ");
        assertThat(say("\b\u007f")).isEmpty();
    }

    @Test
    void controlUErasesTheLine() {
        assertThat(say("abc\u0015echo d\r")).endsWith("\r\nd\r\ndemo# ").startsWith("abc\b \b\b \b\b \b");
    }

    @Test
    void countCounts() {
        assertThat(say("count 3\r")).isEqualTo("count 3\r\n1\r\n2\r\n3\r\ndemo# ");
        assertThat(say("count 0\r")).isEqualTo("count 0\r\ndemo# ");
        assertThat(say("count many\r")).contains("how far?");
        assertThat(say("count 99999999999999999999\r")).contains("how far?");
    }

    @Test
    void yesSaysYesAsOftenAsAskedFor() {
        assertThat(say("yes 2\r")).isEqualTo("yes 2\r\ny\r\ny\r\ndemo# ");
    }

    @Test
    void anEndlessCommandSaysNoMoreThanIsTakenAndIsInterrupted() {
        type("yes\r");
        byte[] taken = new byte[100_000];
        assertThat(shell.output(taken, 0, taken.length)).isEqualTo(taken.length);
        assertThat(shell.takesInput()).isTrue();
        type("\u0003");

        assertThat(shown()).endsWith("^C\r\ndemo# ").hasSizeLessThan(20);
    }

    @Test
    void whatIsTypedAheadIsDoneAfterwardsUpToABound() {
        type("count 2\r");
        type("echo later\r");
        assertThat(shown()).isEqualTo("count 2\r\n1\r\n2\r\ndemo# echo later\r\nlater\r\ndemo# ");
        type("count 1\r" + "x".repeat(5000));
        assertThat(shown()).endsWith("x".repeat(1024));
    }

    @Test
    void catRepeatsEachLineUntilControlD() {
        assertThat(say("cat\rone\rtwo\r")).isEqualTo("cat\r\none\r\none\r\ntwo\r\ntwo\r\n");
        assertThat(say("\u0004")).isEqualTo("demo# ");
        assertThat(say("echo back\r")).endsWith("back\r\ndemo# ");
    }

    @Test
    void dateAndUptimeSayTheTime() {
        assertThat(say("date\r")).contains("Mon Nov 23 12:34:56 Z 2026");
        assertThat(say("uptime\r")).contains("up 00:00:00");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(say("help\r")).contains("echo", "date", "uptime", "count", "yes", "cat", "exit");
    }

    @Test
    void whatItDoesNotKnowItSays() {
        assertThat(say("reboot now\r")).isEqualTo("reboot now\r\nreboot: command not found; type help\r\ndemo# ");
        assertThat(say(" \r")).isEqualTo(" \r\ndemo# ");
    }

    @Test
    void exitAndControlDBeginAnew() {
        assertThat(say("exit\r"))
                .contains("logout")
                .contains("login-free shell")
                .endsWith("demo# ");
        assertThat(say("\u0004")).contains("login-free shell").endsWith("demo# ");
    }

    @Test
    void anEndlessLineIsCutAndRings() {
        String shown = say("x".repeat(3000) + "\u0003");

        assertThat(shown).contains("\u0007");
        assertThat(shown.chars().filter(c -> c == 'x').count()).isEqualTo(1024);
    }

    @Test
    void whileNobodyReadsItAsksForPatience() {
        type("abc".repeat(2000));

        assertThat(shell.takesInput()).isFalse();
        shown();
        assertThat(shell.takesInput()).isTrue();
    }

    private String say(String keys) {
        type(keys);
        return shown();
    }

    private void type(String keys) {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        shell.input(bytes, 0, bytes.length);
    }

    private String shown() {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[70_000];
        for (int n = shell.output(buffer, 0, buffer.length); n > 0; n = shell.output(buffer, 0, buffer.length)) {
            all.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        return all.toString();
    }
}
