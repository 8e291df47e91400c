// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Says why no daemon has run the command: on the standard error, with an exit code of the client's own. A health check is answered as a
 * monitoring system expects, on the standard output: without a daemon guests are not served, which is critical.
 *
 * @param healthCheck whether the command is a health check
 * @param out the standard output
 * @param err the standard error
 */
record Complaints(boolean healthCheck, PrintStream out, PrintStream err) {

    /** The longest time for the answer to a health check. The daemon's own limit is 5 s. */
    static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(10);

    private static final String HEALTH = "health";

    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    /** @return the complaints of this process about that command */
    static Complaints of(Invocation invocation) {
        boolean health = !invocation.hello().line()
                && invocation.hello().words().get(0).replaceFirst("^xen:", "").equals(HEALTH);
        return new Complaints(health, System.out, System.err);
    }

    /** @return the exit code when the daemon cannot be reached */
    int unreachable(@Nullable String message) {
        return healthCheck ? verdict("CRITICAL", message, CRITICAL) : say(message, ExitCode.UNREACHABLE);
    }

    /** @return the exit code when this user may not use the daemon */
    int forbidden(String message) {
        return healthCheck ? verdict("UNKNOWN", message, UNKNOWN) : say(message, ExitCode.FORBIDDEN);
    }

    private int verdict(String severity, @Nullable String message, int exitCode) {
        out.println("XENBAY " + severity + " - " + message);
        return exitCode;
    }

    private int say(@Nullable String message, int exitCode) {
        err.println("xenbay: " + message);
        return exitCode;
    }

    /**
     * Ends this process when the daemon does not answer a health check in time: a stopped or overloaded daemon serves no guests.
     *
     * @param timeout the longest time
     * @param exit ends this process with that code
     */
    void limit(Duration timeout, IntConsumer exit) {
        if (!healthCheck) {
            return;
        }
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(timeout.toMillis());
                        exit.accept(unreachable("the daemon has not answered for " + timeout.toSeconds() + " s"));
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "xenbay-limit");
        limit.setDaemon(true);
        limit.start();
    }
}
