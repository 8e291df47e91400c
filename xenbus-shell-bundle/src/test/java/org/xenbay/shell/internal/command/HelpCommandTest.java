// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.shell.internal.FakeStore;
import org.xenbay.shell.internal.FakeXen;
import org.xenbay.shell.internal.render.CommandHelp;

class HelpCommandTest {
    private final TestCommands all = new TestCommands(
            new CommandProcessorImpl(new ThreadIOImpl()), new FakeCore(), new FakeXen(new FakeStore()));
    private final List<CommandHelp> commands = all.help();

    @Test
    void everyCommandSaysWhatItDoesAndHowItIsCalled() {
        assertThat(commands)
                .extracting(CommandHelp::name)
                .containsExactlyInAnyOrder(
                        "devices",
                        "device",
                        "explain",
                        "backends",
                        "host",
                        "metrics",
                        "health",
                        "attach",
                        "detach",
                        "debug",
                        "ls",
                        "read",
                        "report",
                        "timeline",
                        "top",
                        "write",
                        "rm",
                        "watch",
                        "config",
                        "bundles",
                        "deploy",
                        "update",
                        "grep",
                        "help");
        assertThat(commands).allSatisfy(help -> {
            assertThat(help.summary()).endsWith(".").hasSizeLessThan(110);
            assertThat(help.usage()).startsWith(help.name());
        });
    }

    @Test
    void optionsAndArgumentsAreExplained() {
        assertThat(commands)
                .filteredOn(help -> help.name().equals("watch"))
                .flatExtracting(CommandHelp::parts)
                .extracting(CommandHelp.Part::name)
                .containsExactly("--json", "--count VALUE", "--timeout VALUE", "[pattern]");
    }

    @Test
    void everyCommandHasAnExample() {
        assertThat(commands).allSatisfy(help -> {
            assertThat(help.examples()).as(help.name()).isNotEmpty();
            assertThat(help.examples()).allSatisfy(example -> {
                assertThat(example.name()).contains(help.name());
                assertThat(example.meaning()).isNotBlank().doesNotEndWith(".").hasSizeLessThan(80);
            });
        });
    }

    @Test
    void everyExampleIsACallThatTheCommandTakes() {
        CommandConsole console = CommandConsole.of(System.out);
        assertThat(all.specs())
                .allSatisfy(spec -> assertThat(spec.examples())
                        .allSatisfy(example -> CommandCall.of(spec, example.words(), console)));
    }

    @Test
    void anExampleHasQuotesWhereAShellWouldChangeIt() {
        CommandSpec spec = CommandSpec.of("fruit", "Eats.")
                .example("what is typed", "5/vkbd/0", "it's a *", "")
                .example("nothing");
        assertThat(CommandHelp.of(spec).examples())
                .containsExactly(
                        new CommandHelp.Part("fruit 5/vkbd/0 'it'\\''s a *' ''", "what is typed"),
                        new CommandHelp.Part("fruit", "nothing"));
    }

    @Test
    void anOptionsDefaultIsShownWhereItSaysSomething() {
        CommandSpec spec = CommandSpec.of("fruit", "Eats.")
                .option("--most", "10", "how many")
                .option("--until", "0", "so many")
                .option("--who", "", "who eats");
        assertThat(CommandHelp.of(spec).parts())
                .extracting(CommandHelp.Part::meaning)
                .containsExactly("how many (10 when it is not given)", "so many", "who eats");
    }

    @Test
    void aMistypedNameIsToldTheNearestKnownOne() {
        List<String> names = commands.stream().map(CommandHelp::name).toList();
        assertThat(UnknownCommand.misuse("exlpain", names).toString())
                .isEqualTo("xenbay: there is no command exlpain; did you mean explain? help lists them");
        assertThat(UnknownCommand.misuse("frobnicate", names).toString())
                .isEqualTo("xenbay: there is no command frobnicate; help lists them");
    }
}
