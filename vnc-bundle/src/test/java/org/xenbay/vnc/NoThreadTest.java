// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.vnc.keys.Keysyms;

/** A host that has no thread or no memory for a viewer. */
@Timeout(60)
class NoThreadTest {

    private static final int VIEWERS = 8;

    @TempDir
    Path folder;

    /** Has no memory for the first names that it is asked for. */
    private static final class Desk implements Display {
        private final AtomicInteger failures;
        private final AtomicInteger looks = new AtomicInteger();

        Desk(int failures) {
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public String name() {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("a test's");
            }
            return "desk";
        }

        @Override
        public Look look(Runnable changed) {
            looks.incrementAndGet();
            return new Look() {
                @Override
                public ScreenChange take() {
                    return new ScreenChange(64, 48, List.of());
                }

                @Override
                public boolean read(Area area, int[] pixels) {
                    return true;
                }

                @Override
                public void close() {
                    looks.decrementAndGet();
                }
            };
        }

        @Override
        public void happened(List<InputEvent> frame) {}

        @Override
        public boolean isCapsLocked() {
            return false;
        }
    }

    private static Thread withoutThread(Runnable task) {
        return new Thread(task) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };
    }

    private RfbServer listening(Display desk, ThreadFactory threads) throws Exception {
        RfbServer server = new RfbServer(desk, new Keysyms("us"), () -> 0, threads);
        RfbAddress address = new RfbAddress(Optional.of(folder.resolve("v.sock")), 0);
        server.listen(address, address.listen(), Security.OPEN);
        return server;
    }

    @Test
    void viewersWithoutAThreadTakeNoPlaces() throws Exception {
        AtomicInteger failures = new AtomicInteger(VIEWERS);
        try (RfbServer server = listening(
                new Desk(0), task -> failures.getAndDecrement() > 0 ? withoutThread(task) : new Thread(task))) {
            for (int i = 0; i < VIEWERS; i++) {
                try (RfbClient viewer = RfbClient.connect(folder.resolve("v.sock"))) {
                    assertThat(viewer.in.read()).as("cut off").isEqualTo(-1);
                }
            }
            try (RfbClient viewer = RfbClient.greeted(folder.resolve("v.sock"))) {
                assertThat(viewer.name).isEqualTo("desk");
            }
            assertThat(server.viewers()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aViewerThatCannotBeGreetedLooksNoMore() throws Exception {
        Desk desk = new Desk(1);
        try (RfbServer server = listening(desk, Thread::new)) {
            try (RfbClient viewer = RfbClient.connect(folder.resolve("v.sock"))) {
                assertThat(viewer.version("RFB 003.008\n")).containsExactly(1);
                viewer.out.write(new byte[] {1, 1});
                assertThat(viewer.in.readInt()).isZero();
                assertThat(viewer.in.read()).isEqualTo(-1);
            }
            // The viewer's thread ends by the error, which is not the test's.
            await().dontCatchUncaughtExceptions().until(() -> desk.looks.get() == 0);
            try (RfbClient viewer = RfbClient.greeted(folder.resolve("v.sock"))) {
                await().dontCatchUncaughtExceptions().until(() -> server.viewers() == 1);
            }
        }
    }
}
