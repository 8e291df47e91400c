// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The harness finds what it is there to find. */
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
