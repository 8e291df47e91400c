// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;

/**
 * Makes checks, each on a thread of its own, so that a check which hangs is reported and delays no other. A check that has not ended is
 * not begun again: however often somebody asks, there is at most one thread for each check. From any thread.
 */
public final class TimedChecks {

    private final List<Check> checks;
    private final Duration timeout;
    private final ThreadFactory threads;

    @GuardedBy("this")
    private final Map<Check, CompletableFuture<Finding>> underWay = new HashMap<>();

    /**
     * A check.
     *
     * @param name a word or two of lower-case letters
     * @param look makes the check; may take long, and may throw
     */
    public record Check(String name, Supplier<Finding> look) {}

    /**
     * @param checks in the order of their findings
     * @param timeout the longest time for all checks together
     * @param threads make the checks
     */
    public TimedChecks(List<Check> checks, Duration timeout, ThreadFactory threads) {
        this.checks = List.copyOf(checks);
        this.timeout = timeout;
        this.threads = threads;
    }

    /**
     * @return what the checks have found; a check that has not ended in time is critical
     * @throws InterruptedException when the caller is interrupted
     */
    public HealthReport report() throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Map<Check, CompletableFuture<Finding>> answers = new LinkedHashMap<>();
        checks.forEach(check -> answers.put(check, begin(check)));
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<Check, CompletableFuture<Finding>> answer : answers.entrySet()) {
            findings.add(await(answer.getKey(), answer.getValue(), end));
        }
        return HealthReport.of(findings);
    }

    private synchronized CompletableFuture<Finding> begin(Check check) {
        CompletableFuture<Finding> earlier = underWay.get(check);
        if (earlier != null && !earlier.isDone()) {
            return earlier;
        }
        CompletableFuture<Finding> answer = new CompletableFuture<>();
        underWay.put(check, answer);
        try {
            threads.newThread(() -> make(check, answer)).start();
        } catch (OutOfMemoryError none) { // The host has no thread for it, which is a finding, too.
            end(check, answer);
            answer.completeExceptionally(none);
        }
        return answer;
    }

    private void make(Check check, CompletableFuture<Finding> answer) {
        try {
            answer.complete(check.look().get());
        } catch (RuntimeException | Error failed) { // whatever a check throws is what it has found
            answer.completeExceptionally(failed);
        } finally {
            end(check, answer);
        }
    }

    private synchronized void end(Check check, CompletableFuture<Finding> answer) {
        underWay.remove(check, answer);
    }

    private Finding await(Check check, CompletableFuture<Finding> answer, long end) throws InterruptedException {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Finding(
                    check.name(),
                    Severity.CRITICAL,
                    check.name() + " has not answered for " + timeout.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return new Finding(check.name(), Severity.CRITICAL, check.name() + ": " + reason(failed));
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause == null) {
            return failed.toString();
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
