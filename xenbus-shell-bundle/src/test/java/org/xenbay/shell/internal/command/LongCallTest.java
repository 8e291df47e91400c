// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.CommandTerminal;

@Timeout(30)
class LongCallTest {

    /** Keeps what is shown. */
    private record Console(BlockingQueue<String> shown) implements CommandConsole {
        @Override
        public void progress(String what, long done, long all) {
            shown.add(what + " of " + all);
        }

        @Override
        public PrintStream out() {
            return System.out;
        }

        @Override
        public PrintStream err() {
            return System.err;
        }

        @Override
        public CommandTerminal terminal() {
            throw new CommandFailure("there is no terminal");
        }
    }

    @Test
    void eachStepIsShownUntilTheCallEnds() throws InterruptedException {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        CommandCall call = CommandCall.of(CommandSpec.of("fruit", "Eats."), List.of(), new Console(shown));
        try (LongCall longCall = new LongCall(call, "first", Duration.ofSeconds(3))) {
            assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo("first of 3000");
            longCall.step("second", Duration.ZERO);
            String next = shown.poll(10, TimeUnit.SECONDS);
            while ("first of 3000".equals(next)) {
                next = shown.poll(10, TimeUnit.SECONDS);
            }
            assertThat(next).isEqualTo("second of 0");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("xenbay-progress");
    }
}
