// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;

@Timeout(30)
class ConsoleCommandTest {
    private final FakeConsole console = new FakeConsole(3);
    private final FakeTerminal terminal = new FakeTerminal(true);
    private final ConsoleCommand command = new ConsoleCommand(console);

    private CommandCall call(String id, CommandConsole shown) {
        return CommandCall.of(command.spec(), List.of(id), shown);
    }

    /** Runs the command until it ends by itself. */
    private CompletableFuture<Object> begin(FakeTerminal shown) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(command.run(call("5/console/0", shown)));
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    @Test
    void aConsoleIsShownTypedIntoAndLeft() throws Exception {
        CompletableFuture<Object> visit = begin(terminal);
        await().until(() -> terminal.text().endsWith("login: "));
        assertThat(terminal.modes).containsExactly("raw");
        terminal.type("root\r");
        await().until(() -> console.typed().equals("root\r"));
        console.write("ok");
        await().until(() -> terminal.text().endsWith("ok"));
        terminal.type("x\u001dlost");
        assertThat(visit.get(20, TimeUnit.SECONDS)).isEqualTo("null");
        assertThat(terminal.text()).isEqualTo("attached to 5/console/0; Ctrl-] leaves\nlogin: ok\nleft 5/console/0\n");
        assertThat(terminal.modes).containsExactly("raw", "as before");
        assertThat(console.typed()).isEqualTo("root\rx");
        assertThat(console.readers.get()).isZero();
    }

    @Test
    void aConsoleThatEndsEndsTheVisit() throws Exception {
        CompletableFuture<Object> visit = begin(terminal);
        await().until(() -> terminal.text().endsWith("login: "));
        console.write("bye");
        console.end();
        visit.get(20, TimeUnit.SECONDS);
        assertThat(terminal.text()).endsWith("login: bye\nconsole 5/console/0 has ended\n");
    }

    @Test
    void aPipedInputIsTypedAndItsAnswersAreShown() throws Exception {
        FakeTerminal pipe = new FakeTerminal(false);
        CompletableFuture<Object> visit = begin(pipe);
        pipe.type("date\r");
        pipe.type("");
        await().until(() -> console.typed().equals("date\r"));
        console.write("Monday");
        visit.get(20, TimeUnit.SECONDS);
        assertThat(pipe.text()).isEqualTo("login: Monday");
        assertThat(pipe.modes).isEmpty();
        assertThat(console.readers.get()).isZero();
    }

    @Test
    void aCallThatIsInterruptedLeavesTheConsole() throws Exception {
        FutureTask<Object> visit = new FutureTask<>(() -> command.run(call("5/console/0", terminal)));
        Thread caller = new Thread(visit, "test-console-call");
        caller.start();
        await().until(() -> terminal.text().endsWith("login: "));
        assertThat(console.readers.get()).isEqualTo(1);
        caller.interrupt();
        caller.join();
        await().until(() -> console.readers.get() == 0);
        assertThat(terminal.modes).containsExactly("raw", "as before");
    }

    @Test
    void aConsoleThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> command.run(call("5/console/7", terminal)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no console 5/console/7 to attach to now");
        assertThat(command.complete(List.of(), "")).containsExactly("5/console/0");
    }
}
