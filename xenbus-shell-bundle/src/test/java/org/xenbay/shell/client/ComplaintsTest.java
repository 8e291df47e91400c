// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person reads why there is no answer, and a monitoring system gets the exit code that it knows. */
class ComplaintsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Complaints complaints(boolean health) {
        return new Complaints(
                health,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static boolean isHealthCheck(String... words) {
        String[] arguments = new String[3 + words.length];
        System.arraycopy(new String[] {"/s", "0", "false"}, 0, arguments, 0, 3);
        System.arraycopy(words, 0, arguments, 3, words.length);
        return Complaints.of(Invocation.parse(arguments, false)).healthCheck();
    }

    @Test
    void withoutADaemonACommandHasFailed() {
        assertThat(complaints(false).unreachable("no daemon answers")).isEqualTo(3);
        assertThat(complaints(false).forbidden("you may not")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("xenbay: no daemon answers\nxenbay: you may not\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void withoutADaemonTheHealthIsCritical() {
        assertThat(complaints(true).unreachable("no daemon answers")).isEqualTo(2);
        assertThat(complaints(true).forbidden("you may not")).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("XENBAY CRITICAL - no daemon answers\nXENBAY UNKNOWN - you may not\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void theCommandIsKnownByItsName() {
        assertThat(isHealthCheck("health")).isTrue();
        assertThat(isHealthCheck("health", "--json")).isTrue();
        assertThat(isHealthCheck("xen:health")).isTrue();
        assertThat(isHealthCheck("help", "health")).isFalse();
        assertThat(isHealthCheck("-c", "health")).isFalse();
    }

    @Test
    @Timeout(60)
    void aDaemonThatIsStoppedIsCritical() throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        complaints(true).limit(Duration.ZERO, exit::complete);
        assertThat(exit.get()).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("XENBAY CRITICAL - the daemon has not answered for 0 s\n");
        complaints(false).limit(Duration.ZERO, code -> {
            throw new AssertionError("another command may take as long as it wants");
        });
    }
}
