// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The harness finds the defects that it is meant to find. */
class HarnessTest {

    private static final byte[] BAD = {1};
    private static final byte[] GOOD = {0};

    /** Does something for each input that does not begin with 0. */
    private record Target(Path folder, Deed deed) implements FuzzTarget {

        private interface Deed {
            void run(Path folder) throws Exception;
        }

        @Override
        public void run(Input input) throws Exception {
            if (input.u8() != 0) {
                deed.run(folder);
            }
        }

        @Override
        public Map<String, byte[]> seeds() {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    private static void found(String message, Target.Deed deed) throws Exception {
        try (Harness harness = new Harness(
                folder -> new Target(folder, deed),
                new Harness.Budget(64 << 20, 32 << 20, Duration.ZERO, Duration.ofMillis(1)))) {
            assertThatCode(() -> harness.run(GOOD)).doesNotThrowAnyException();
            assertThatThrownBy(() -> harness.run(BAD)).hasMessageContaining(message);
        }
    }

    @Test
    void anExceptionIsFound() throws Exception {
        found("a defect", folder -> {
            throw new IllegalStateException("a defect");
        });
    }

    @Test
    void aDefectInTheLogIsFound() throws Exception {
        System.Logger log = System.getLogger("org.xenbay.fuzz.harness");
        found("logged as a defect", folder -> log.log(Level.ERROR, "it went wrong"));
    }

    @Test
    void descriptorsThatStayOpenAreFound() throws Exception {
        List<FileChannel> open = new ArrayList<>();
        try {
            found(
                    "descriptors open",
                    folder -> open.add(FileChannel.open(
                            folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)));
        } finally {
            for (FileChannel each : open) {
                each.close();
            }
        }
    }

    @Test
    void memoryBeyondTheBudgetIsFound() throws Exception {
        List<byte[]> kept = new ArrayList<>();
        found("allocated", folder -> kept.add(new byte[80 << 20]));
    }

    /** Threads that spin on all processors take the time away from this one. */
    @Test
    void waitingForAProcessorIsNotCounted() throws Exception {
        try (QuietClock quiet = new QuietClock()) {
            int spinning = 4 * Runtime.getRuntime().availableProcessors();
            CountDownLatch begun = new CountDownLatch(spinning);
            AtomicBoolean end = new AtomicBoolean();
            for (int i = 0; i < spinning; i++) {
                Thread thread = new Thread(() -> {
                    begun.countDown();
                    while (!end.get()) {
                        Thread.onSpinWait();
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            begun.await();
            long wall = System.nanoTime();
            long net = quiet.withoutWaiting();
            while (System.nanoTime() - wall < 200_000_000) {
                Thread.onSpinWait();
            }
            long took = quiet.withoutWaiting() - net;
            end.set(true);
            assertThat(took).isLessThan(System.nanoTime() - wall);
        }
    }

    @Test
    void anInputThatTakesTooLongIsFound() throws Exception {
        AtomicLong clock = new AtomicLong();
        try (Harness harness = new Harness(
                folder -> new Target(folder, place -> clock.addAndGet(1_100_000_000)),
                Harness.Budget.OF_FUZZER,
                clock::get)) {
            assertThatCode(() -> harness.run(GOOD)).doesNotThrowAnyException();
            assertThatThrownBy(() -> harness.run(BAD)).hasMessageContaining("took 1100 ms");
        }
    }
}
