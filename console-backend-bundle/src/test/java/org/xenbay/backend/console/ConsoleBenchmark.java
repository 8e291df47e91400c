// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.backend.console.flow.ConsolePage;

/**
 * Prints how many megabytes a second pass from a guest's ring to a terminal. Run its main method; it is not a test, as a
 * busy machine would fail it.
 */
final class ConsoleBenchmark {

    private static final long BYTES = 2_000_000_000L;

    private ConsoleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < 5; round++) {
            measure("read by a terminal", new Swallowing());
            measure("read by nobody", new Full());
        }
    }

    private static void measure(String what, PseudoTerminal terminal) throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.backend.setTerminals(() -> terminal);
            console.connected();
            byte[] full = new byte[ConsolePage.OUT_SIZE];
            Arrays.fill(full, (byte) 'x');
            full[1000] = '\n';
            // Many events before the device's turn become one, as in the core.
            AtomicBoolean pending = new AtomicBoolean();
            DeviceContext.Task turn = () -> {
                pending.set(false);
                console.guest.onEvent().run();
            };
            int before = console.device.tasks.get();
            long begin = System.nanoTime();
            for (long done = 0; done < BYTES; ) {
                int count = console.guest.put(full, 0, full.length);
                done += count;
                if (count > 0 && pending.compareAndSet(false, true)) {
                    console.device.execute(turn);
                }
                while (console.guest.isFull()) {
                    Thread.onSpinWait();
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%s: %.0f MB/s, %d turns%n", what, BYTES / 1e6 / seconds, console.device.tasks.get() - before);
        }
    }

    /** A terminal whose program takes everything at once. */
    private static class Swallowing implements PseudoTerminal {
        @Override
        public String slavePath() {
            return "/dev/null";
        }

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public void awaitReadable(Runnable listener) {}

        @Override
        public void awaitWritable(Runnable listener) {}

        @Override
        public void close() {}
    }

    /** A terminal that is not read. */
    private static final class Full extends Swallowing {
        @Override
        public int write(ByteBuffer source) {
            return 0;
        }
    }
}
