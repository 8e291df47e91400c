// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.xenbay.simulation.planted.Faults;

class SchedulerTest {

    private static final int SEEDS = 100;
    private static final int REPLAYS = 10;

    private final RewritingLoader loader = new RewritingLoader(getClass().getClassLoader(), null);

    @Test
    void aLostUpdateIsFoundAndReplaysToTheSameStep() throws Exception {
        long seed = LongStream.range(0, SEEDS)
                .filter(number -> run(Faults.LostUpdate.class, number).failure() != null)
                .findFirst()
                .orElseThrow();
        Outcome first = run(Faults.LostUpdate.class, seed);
        for (int i = 0; i < REPLAYS; i++) {
            Outcome again = run(Faults.LostUpdate.class, seed);
            assertThat(again).hasToString(first.toString());
            assertThat(again.failure()).hasMessage(first.failure().getMessage());
        }
    }

    @Test
    void seedsDiffer() {
        assertThat(LongStream.range(0, SEEDS)
                        .map(seed -> run(Faults.LostUpdate.class, seed).trace())
                        .distinct()
                        .count())
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void whatALockGuardsIsNotLost() {
        assertThat(LongStream.range(0, SEEDS))
                .allSatisfy(
                        seed -> assertThat(run(Faults.GuardedUpdate.class, seed).failure())
                                .isNull());
    }

    @Test
    void aDeadlockIsAFailureThatNamesTheThreads() {
        assertThat(LongStream.range(0, SEEDS)
                        .mapToObj(seed -> run(Faults.Deadlock.class, seed).failure())
                        .filter(failure -> failure != null)
                        .findFirst())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .hasMessageContainingAll("every thread waits", "the other way round", "both"));
    }

    @Test
    void waitsOfHoursTakeNoTimeAndGiveWhatTheJdkGives() {
        assertThat(LongStream.range(0, SEEDS))
                .allSatisfy(seed ->
                        assertThat(run(Faults.Waits.class, seed).failure()).isNull());
    }

    @Test
    void nothingOfAThreadIsSeenInAnotherOneThatTheSameCarrierRuns() {
        assertThat(LongStream.range(0, SEEDS))
                .allSatisfy(seed ->
                        assertThat(run(Faults.Threads.class, seed).failure()).isNull());
    }

    @Test
    void onlyAClassWithNativeMethodsIsABinding() throws Exception {
        assertThat(Rewriter.hasNativeMethods(compiled(Object.class))).isTrue();
        assertThat(Rewriter.hasNativeMethods(compiled(SchedulerTest.class))).isFalse();
    }

    private static byte[] compiled(Class<?> type) throws IOException {
        try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return file.readAllBytes();
        }
    }

    @Test
    void noOrderDependsOnTheProcess() {
        assertThat(run(Faults.Orders.class, 1).failure()).isNull();
    }

    @Test
    void aTraceTellsOfEachSwitchAndHasTheSameHash() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Outcome printed;
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            printed = Scheduler.run(1, Trace.printed(out), body(Faults.LostUpdate.class));
        }
        assertThat(printed).hasToString(run(Faults.LostUpdate.class, 1).toString());
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("one at org.xenbay", "-> other");
    }

    private Outcome run(Class<?> type, long seed) {
        try {
            return Scheduler.run(seed, Trace.hashed(), body(type));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Scheduler.Body body(Class<?> type) throws ReflectiveOperationException {
        Class<?> rewritten = loader.loadClass(type.getName());
        return () -> ((Scheduler.Body) rewritten.getConstructor().newInstance()).run();
    }
}
