// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.simulation.Waiting;

/** Waits for what a rule demands. What does not happen in time breaks that rule. Called on one thread. */
final class Demands {

    private static final int VERDICT_LOOKS = 500;
    private static final long VERDICT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BackendContract author;
    private final Calls calls;
    private final Supplier<String> seen;

    /**
     * @param author says how long is waited
     * @param calls knows the rules that were broken by now
     * @param seen the device in words, for the message of a failure
     */
    Demands(BackendContract author, Calls calls, Supplier<String> seen) {
        this.author = author;
        this.calls = calls;
        this.seen = seen;
    }

    /**
     * @throws ContractViolation with this rule, if the condition does not become true in time; or with a rule that was broken
     *     by then
     */
    void until(Rule rule, String otherwise, BooleanSupplier condition) {
        until(rule, () -> otherwise + " after " + author.timeout().toMillis() + " ms: " + seen.get(), condition);
    }

    /** As {@link #until(Rule, String, BooleanSupplier)}, with a message that is made at the end. */
    void until(Rule rule, Supplier<String> otherwise, BooleanSupplier condition) {
        try {
            Waiting.until(rule.isAboutLeaks() ? author.leakTimeout() : author.timeout(), () -> {
                calls.check();
                return condition.getAsBoolean();
            });
        } catch (ContractViolation earlier) {
            throw earlier;
        } catch (AssertionError late) {
            awaitVerdict();
            fails(rule, otherwise.get(), null);
        }
        calls.check();
    }

    /** Waits for the watch's verdict, because a call that is still under way may be the reason. */
    private void awaitVerdict() {
        for (int i = 0; i < VERDICT_LOOKS && !calls.underWay().isEmpty(); i++) {
            calls.check();
            LockSupport.parkNanos(VERDICT_NANOS);
        }
    }

    /** Waits for the end of what is under way, which must not fail. */
    void done(Rule rule, String otherwise, CompletableFuture<?> done) {
        until(rule, otherwise, done::isDone);
        done.join();
    }

    /** @throws ContractViolation always */
    void fails(Rule rule, String why, @Nullable Throwable cause) {
        calls.broken(rule, why, cause);
        calls.check();
    }
}
