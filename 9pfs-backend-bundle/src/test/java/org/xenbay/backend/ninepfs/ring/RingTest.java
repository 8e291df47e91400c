// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Limits;
import org.xenbay.backend.ninepfs.server.Statistics;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.nativexen.file.HostFilesComponent;

class RingTest {

    private static final int ROUNDS = 2000;
    private static final int SIZE = 8192;
    private static final int VERSION = 100;
    private static final int LONG_NAME = 300;

    @TempDir
    Path folder;

    private final Workers workers = new Workers(2);
    private Export export;

    @BeforeEach
    void open() throws Exception {
        ExportRules rules = new ExportRules(ExportRules.Model.NONE, false, Squash.NONE, Quota.Limits.NONE, 100);
        export = new Export(HostFilesComponent.ofThisHost().orElseThrow().open(folder), rules, new Housekeeping());
    }

    @AfterEach
    void close() {
        workers.close();
        export.close();
    }

    /** A request longer than what is looked at first. */
    private static void putRequest(SharedMemory page, SharedMemory data) {
        ByteBuffer request = ByteBuffer.allocate(LONG_NAME).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(0, LONG_NAME).put(4, (byte) VERSION).putShort(5, (short) -1);
        data.put(SIZE, request.array(), 0, LONG_NAME);
        page.putIntRelease(RingPage.OUT_PROD, LONG_NAME);
    }

    /** A page that stays mapped keeps the domain that is gone as a zombie. */
    @Test
    @Timeout(120)
    void theGuestMayGoAtAnyMomentAndItsMemoryIsReleased() throws Exception {
        AtomicInteger released = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), released::incrementAndGet);
            SharedMemory data = SharedMemory.over(ByteBuffer.allocateDirect(2 * SIZE), released::incrementAndGet);
            Conversation conversation = new Conversation(
                    export,
                    workers.lane(),
                    new Limits(SIZE, 100, 10),
                    new Statistics("guest", () -> 60_000, slow -> {}));
            RingMemory memory = new RingMemory(page, data, broken -> {});
            Ring ring = new Ring(memory, workers.lane(), conversation, null);
            ring.open(new SilentChannel());
            putRequest(page, data);
            Thread guest = new Thread(() -> {
                await(together);
                data.close();
                page.close();
            });
            guest.start();
            await(together);
            ring.poll();
            guest.join();
            ring.close();
            conversation.close();
        }
        Awaitility.await().untilAsserted(() -> assertThat(released).hasValue(2 * ROUNDS));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Its signals reach no guest. */
    private static final class SilentChannel implements EventChannel {
        @Override
        public int localPort() {
            return 1;
        }

        @Override
        public void signal() {}

        @Override
        public void unmask() {}

        @Override
        public void close() {}
    }
}
