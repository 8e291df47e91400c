// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.shell.internal.FruitCommand;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/** Commands that other bundles register, from an operator's view. */
@Timeout(30)
class RegisteredCommandsTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 3);
        shell.commands.add(new FruitCommand(CommandSpec.XEN, "fruit"), 0);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void aListingIsLinesInAPipeATableOnATerminalAndJsonOnDemand() throws IOException {
        assertThat(shell.run("fruit").out()).isEqualTo("looking\napple\tripe\npear\\x1b\t-\n");
        try (TestShell.Pending shown = shell.begin(new Hello(false, 80, false, true, List.of("fruit"), ""))) {
            assertThat(shown.answer().out())
                    .contains("\u001b[1mFRUIT     STATE\u001b[0m\napple     \u001b[32mripe\u001b[0m\npear\\x1b");
        }
        TestShell.Answer json = shell.run("fruit", "--json", "--most", "1");
        assertThat(json.out()).isEqualTo("[{\"name\":\"apple\",\"grams\":150,\"state\":\"ripe\"}]\n");
        assertThat(json.err()).isEqualTo("looking\n");
        assertThat(shell.line("fruit -l | grep -v pear").out()).isEqualTo("looking!\napple\tripe\n");
    }

    @Test
    void aCardIsNamesAndValues() throws IOException {
        assertThat(shell.run("fruit", "card").out()).isEqualTo("name: apple\ngrams: 150\n");
        assertThat(shell.run("fruit", "view").out()).isEqualTo("came from: tree\nkilograms: 7\n");
        assertThat(shell.run("fruit", "view", "--json").out())
                .isEqualTo("{\"cameFrom\":\"tree\",\"kilograms\":7,\"owner\":null}\n");
        assertThat(shell.run("fruit", "card", "--json").out())
                .isEqualTo("{\"name\":\"apple\",\"grams\":150,\"owner\":\"\"}\n");
    }

    @Test
    void failuresAreOneLineAndHaveTheirExitCodes() throws IOException {
        assertAnswer(7, "xenbay: the \\u202eplum is rotten\n", "fruit", "fail", "\u202eplum");
        assertAnswer(1, "xenbay: fruit failed: java.lang.ArithmeticException: no fruit\n", "fruit", "break");
        assertAnswer(
                2,
                "xenbay: unknown option --bogus; usage: fruit [--json] [--loud] [--most N] [what] [it]\n",
                "fruit",
                "--bogus");
        assertAnswer(
                2, "xenbay: fruit does not take these arguments; help fruit says what it does\n", "fruit", "--most");
        assertThat(shell.run("fruit", "--most", "3").err())
                .isEqualTo("xenbay: --most is a number from 0 to 2, not 3\n");
        assertAnswer(2, "xenbay: usage: fruit [--json] [--loud] [--most N] [what] [it]\n", "fruit", "a", "b", "c");
    }

    private void assertAnswer(int exit, String err, String... words) throws IOException {
        assertThat(shell.run(words)).isEqualTo(new TestShell.Answer(exit, "", err));
    }

    @Test
    void helpDescribesThem() throws IOException {
        assertThat(shell.run("help").out()).contains("\nfruit\tDoes what a test wants.\n");
        assertThat(shell.run("help", "fruit").out())
                .isEqualTo("Does what a test wants.\n"
                        + "usage: fruit [--json] [--loud] [--most N] [what] [it]\n"
                        + "  --json: as JSON\n"
                        + "  -l, --loud: louder\n"
                        + "  --most VALUE: rows at most (2 when it is not given)\n"
                        + "  [what] [it]: card, fail, read or break, and more\n"
                        + "examples:\n"
                        + "  fruit card: one apple\n");
    }

    @Test
    void eachDescribesItselfInPlaceOfRunning() throws IOException {
        String help = shell.run("help", "fruit").out();
        assertThat(shell.run("fruit", "--help").out()).isEqualTo(help);
        assertThat(shell.run("fruit", "break", "--json", "--help").out()).isEqualTo(help);
        assertThat(shell.line("host | grep --help").out())
                .contains("usage: grep [-i] [-v] <pattern>", "examples:\n  devices | grep ");
    }

    @Test
    void amongWordsThatMayBeAnyTextOnlyOneAloneAsksForHelp() throws IOException {
        assertThat(shell.run("write", "--help").out()).contains("usage: write <path> <value>");
        assertThat(shell.run("write", "/note", "--help").out()).isEmpty();
        assertThat(shell.run("read", "/note").out()).isEqualTo("--help\n");
    }

    @Test
    void oneOfAnotherScopeIsCalledWithItAndWithout() throws IOException {
        shell.commands.add(new FruitCommand("garden", "pick"), 0);
        assertThat(shell.run("garden:pick", "card").out()).startsWith("name: apple");
        assertThat(shell.run("pick", "card").out()).startsWith("name: apple");
        assertThat(shell.run("help", "garden:pick").out()).contains("usage: garden:pick [--json]");
    }

    @Test
    void aCommandReadsTheTerminalOfTheClient() throws IOException {
        try (TestShell.Pending typing = shell.beginTyping("fruit", "read")) {
            assertThat(typing.await(FrameType.RAW).payload()).containsExactly(1);
            typing.type("x");
            assertThat(typing.await(FrameType.RAW).payload()).containsExactly(0);
            assertThat(typing.answer().out()).isEqualTo("true 1 120\n");
        }
    }

    @Test
    void ofOneNameTheHighestRankingIsCalledUntilItGoes() throws IOException {
        Command better = new Fixed("better");
        shell.commands.add(better, 5);
        assertThat(shell.run("fruit").out()).isEqualTo("better\n");
        shell.commands.remove(better, 5);
        assertThat(shell.run("fruit", "card").out()).startsWith("name: apple");
    }

    @Test
    void aCommandGoesWithItsBundleAndComesBack() throws IOException {
        Command other = new Fixed("here");
        shell.commands.add(other, 5);
        assertThat(shell.run("fruit").out()).isEqualTo("here\n");
        shell.commands.remove(other, 5);
        Command plum = new Named("plum");
        shell.commands.add(plum, 0);
        assertThat(shell.run("plum").out()).isEqualTo("plum\n");
        shell.commands.remove(plum, 0);
        assertThat(shell.run("help").out()).doesNotContain("plum");
        assertThat(shell.run("plum").err()).startsWith("xenbay: there is no command plum");
        shell.commands.add(plum, 0);
        assertThat(shell.run("plum").out()).isEqualTo("plum\n");
    }

    @Test
    void oneThatCannotSayHowItIsCalledCostsNoOther() throws IOException {
        shell.commands.add(new Named("not a name"), 0);
        assertThat(shell.run("fruit", "card").exit()).isZero();
    }

    private record Fixed(String text) implements Command {
        @Override
        public CommandSpec spec() {
            return CommandSpec.of("fruit", "Says a text.");
        }

        @Override
        public Object run(CommandCall call) {
            return text;
        }
    }

    private record Named(String name) implements Command {
        @Override
        public CommandSpec spec() {
            return CommandSpec.of(name, "Says its name.");
        }

        @Override
        public Object run(CommandCall call) {
            return name;
        }
    }

    @Test
    void theTabKeyOffersWhatTheCommandOffers() throws IOException {
        assertThat(shell.run("candidates", "fruit", "").out()).isEqualToIgnoringWhitespace("card fail read");
        assertThat(shell.run("candidates", "xen:fruit", "--most", "1", "-l", "card", "c")
                        .out())
                .isEqualToIgnoringWhitespace("card-it");
        assertThat(shell.run("candidates", "fruit", "--most", "").out())
                .isEqualToIgnoringWhitespace("--most=1 --most=2");
        assertThat(shell.run("candidates", "fruit", "a", "b", "").out()).isBlank();
        assertThat(shell.run("candidates", "nosuch", "").out()).isBlank();
    }

    @Test
    void theTabKeyOfTheOperatorsShellGetsCommandsWithTheirMeaning() throws IOException {
        assertThat(shell.run("suggestions", "fr").out()).isEqualTo("fruit\tDoes what a test wants.\n");
        assertThat(shell.run("suggestions", "").out().lines())
                .contains("fruit\tDoes what a test wants.")
                .anyMatch(line -> line.startsWith("explain\t"))
                .noneMatch(line -> line.startsWith("suggestions"));
        assertThat(shell.run("suggestions", "nosuch").out()).isEmpty();
        assertThat(shell.run("suggestions", "nosuch", "").out()).isEmpty();
    }

    @Test
    void theTabKeyOfTheOperatorsShellGetsOptionsAndWhatBeginsWithTheWord() throws IOException {
        assertThat(shell.run("suggestions", "fruit", "--l").out()).isEqualTo("--loud\tlouder\n");
        assertThat(shell.run("suggestions", "fruit", "-").out())
                .isEqualTo("--json\tas JSON\n-l\tlouder\n--loud\tlouder\n--most\trows at most\n"
                        + "--help\tdescribes the command\n");
        assertThat(shell.run("suggestions", "fruit", "--most", "").out()).isEqualTo("--most=1\n--most=2\n");
        assertThat(shell.run("suggestions", "fruit", "").out()).isEqualTo("card\nfail\nread\n");
        assertThat(shell.run("suggestions", "fruit", "card", "c").out()).isEqualTo("card-it\n");
    }

    @Test
    void theTabKeyOfTheOperatorsShellFindsDevicesByTheirType() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/vkbd/0", "guest"));
        shell.admin.devices.add(FakeDevices.device("5/console/0", "guest"));
        shell.admin.devices.add(FakeDevices.device("6/console/0", "guest"));
        assertThat(shell.run("suggestions", "explain", "vk").out()).isEqualTo("5/vkbd/0\n");
        assertThat(shell.run("suggestions", "explain", "con").out()).isEqualTo("5/console/0\n6/console/0\n");
        assertThat(shell.run("suggestions", "explain", "6").out()).isEqualTo("6/console/0\n");
        assertThat(shell.run("suggestions", "explain", "6/").out()).isEqualTo("6/console/0\n");
        assertThat(shell.run("suggestions", "explain", "nosuch").out()).isEmpty();
    }
}
