// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.litmus;

import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs two pieces of code against each other on two threads, millions of times, and fails when they meet in an outcome that must
 * not be. Both threads walk over the same {@value #INSTANCES} instances, from a start that they have in common and with a
 * head start that changes, so that they meet at every instruction sooner or later. How often a pair is run depends on the time
 * ({@code -Dlitmus.millis=…} for each pair), the verdict does not.
 *
 * <p>A processor shows only the reorderings that it makes: x86-64 delays stores behind later loads and does nothing else.
 */
final class Litmus {

    static final int INSTANCES = 128;

    private static final String MILLIS = "litmus.millis";
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(Integer.getInteger(MILLIS, 300));
    private static final int MIN_ROUNDS = 20;
    private static final int MAX_DELAY = 64;
    private static final int SPINS_BEFORE_YIELD = 1_000;

    /** Two pieces of code that share an instance. What each returns is its part of the outcome. */
    interface Pair {

        /** Makes an instance new, before both threads. */
        void prepare(int instance);

        /** On one thread. */
        int first(int instance);

        /** On the other thread, at the same time. */
        int second(int instance);

        /** @return the state of the instance when both are done */
        default int after(int instance) {
            return 0;
        }
    }

    /** What both threads have seen, and the state at the end. */
    record Outcome(int first, int second, int after) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "(" + first + ", " + second + (after == 0 ? ")" : ", then " + after + ")");
        }
    }

    private final Pair pair;
    private final int[] firsts = new int[INSTANCES];
    private final int[] seconds = new int[INSTANCES];
    private final Map<Outcome, Long> outcomes = new TreeMap<>();
    /** How many instances each thread has come to, of all rounds. */
    private final Progress first = new Progress();

    private final Progress second = new Progress();
    private volatile boolean ended;
    private volatile Throwable failure;

    /** How far one thread is. */
    private static final class Progress {
        private volatile long count;
    }

    private Litmus(Pair pair) {
        this.pair = pair;
    }

    /**
     * @param forbidden the outcomes that must not occur
     * @param pair what is run
     * @return how often there was which outcome
     */
    static Map<Outcome, Long> never(Predicate<Outcome> forbidden, Pair pair) throws InterruptedException {
        Map<Outcome, Long> outcomes = new Litmus(pair).run();
        if (Integer.getInteger(MILLIS) != null) {
            System.out.println(pair.getClass().getSimpleName() + " " + outcomes);
        }
        if (outcomes.keySet().stream().anyMatch(forbidden)) {
            fail(
                    "an outcome that must not be: %s of %s",
                    outcomes.keySet().stream().filter(forbidden).toList(), outcomes);
        }
        return outcomes;
    }

    private Map<Outcome, Long> run() throws InterruptedException {
        Thread other = new Thread(this::second, "litmus");
        other.setDaemon(true);
        other.start();
        Random random = new Random(1);
        long end = System.nanoTime() + NANOS;
        try {
            for (int round = 0; round < MIN_ROUNDS || System.nanoTime() - end < 0; round++) {
                round(random);
            }
        } finally {
            ended = true;
            other.join();
        }
        return outcomes;
    }

    private void round(Random random) {
        for (int i = 0; i < INSTANCES; i++) {
            pair.prepare(i);
        }
        for (int i = 0; i < INSTANCES; i++) {
            meet(first, second);
            delay(random);
            firsts[i] = pair.first(i);
        }
        meet(first, second);
        for (int i = 0; i < INSTANCES; i++) {
            outcomes.merge(new Outcome(firsts[i], seconds[i], pair.after(i)), 1L, Long::sum);
        }
    }

    private void second() {
        Random random = new Random(2);
        try {
            while (true) {
                for (int i = 0; i < INSTANCES; i++) {
                    if (!meet(second, first)) {
                        return;
                    }
                    delay(random);
                    seconds[i] = pair.second(i);
                }
                meet(second, first);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /** @return whether the other thread came too, rather than to the end */
    private boolean meet(Progress own, Progress others) {
        long here = own.count + 1;
        own.count = here;
        for (int spins = 0; others.count < here; spins++) {
            if (failure != null) {
                throw new AssertionError("the second thread failed", failure);
            }
            if (ended) {
                return false;
            }
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return true;
    }

    private void delay(Random random) {
        for (int i = random.nextInt(MAX_DELAY); i > 0 && !ended; i--) {
            // reads a volatile field, which takes about a nanosecond
        }
    }
}
