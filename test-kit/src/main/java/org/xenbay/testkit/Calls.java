// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The calls into a backend's code, and the first rule that it has broken. From any thread. */
final class Calls {

    private final AtomicReference<@Nullable Broken> first = new AtomicReference<>();
    private final Map<Long, Call> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile String circumstances = "";

    private record Broken(Rule rule, String seen, @Nullable Throwable cause) {}

    /**
     * A call that is under way.
     *
     * @param what the method or the kind of task
     * @param thread the thread that runs it
     */
    record Call(String what, Thread thread) {}

    /** @param words the case's present action, for the message of a failure */
    void during(String words) {
        circumstances = words;
    }

    String circumstances() {
        return circumstances;
    }

    /** Notes a broken rule; only the first one counts. */
    void broken(Rule rule, String seen, @Nullable Throwable cause) {
        first.compareAndSet(null, new Broken(rule, seen(seen), cause));
    }

    private String seen(String what) {
        return circumstances.isEmpty() ? what : circumstances + ": " + what;
    }

    ContractViolation violation(Rule rule, String seen, @Nullable Throwable cause) {
        return new ContractViolation(rule, seen(seen), cause);
    }

    /** @throws ContractViolation the first rule that was broken, if there is one */
    void check() {
        Broken broken = first.get();
        if (broken != null) {
            throw new ContractViolation(broken.rule(), broken.seen(), broken.cause());
        }
    }

    <T extends @Nullable Object> T during(String what, Callable<T> call) throws Exception {
        long number = numbers.incrementAndGet();
        underWay.put(number, new Call(what, Thread.currentThread()));
        try {
            return call.call();
        } finally {
            underWay.remove(number);
        }
    }

    /** @return the calls that are under way, by unique numbers */
    Map<Long, Call> underWay() {
        return underWay;
    }
}
