// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.Test;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.shell.internal.FakeStore;
import org.xenbay.shell.internal.FakeXen;
import org.xenbay.shell.internal.render.CommandHelp;

class HelpCommandTest {
    private final List<CommandHelp> commands = new TestCommands(
                    new CommandProcessorImpl(new ThreadIOImpl()), new FakeCore(), new FakeXen(new FakeStore()))
            .help();

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
    void aMistypedNameIsToldTheNearestKnownOne() {
        List<String> names = commands.stream().map(CommandHelp::name).toList();
        assertThat(UnknownCommand.misuse("exlpain", names).toString())
                .isEqualTo("xenbay: there is no command exlpain; did you mean explain? help lists them");
        assertThat(UnknownCommand.misuse("frobnicate", names).toString())
                .isEqualTo("xenbay: there is no command frobnicate; help lists them");
    }
}
