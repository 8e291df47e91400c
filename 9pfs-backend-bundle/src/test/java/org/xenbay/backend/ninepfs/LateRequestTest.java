// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.XenbusState;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.journal.RecoveredSession;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** A connection has ended, and a request of it ends while a later connection uses the same journal. */
class LateRequestTest {

    private static final int READ_WRITE = 2;
    private static final int FSYNC = 50;

    @TempDir
    Path folder;

    @Test
    void aLateRequestDoesNotChangeTheLaterConnectionsJournal() throws Exception {
        Files.createFile(folder.resolve("file"));
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Host host = new Host(folder)) {
            Map<String, ByteBuffer> memory = host.persistentMemory();
            host.leave(1);
            host.serve(2, Map.of()).setFiles(SlowSync.of(Host.FILES, reached, mayEnd, closed));
            Host.Share share = host.share();
            int file = share.client().walk(share.mount(), "file");
            share.client().open(file, READ_WRITE);
            share.client().send(new Message(FSYNC).u32(file).u32(0));
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            share.frontend().unload().get(10, TimeUnit.SECONDS);

            NinePfsFrontend again = share.frontend();
            again.reload().get(10, TimeUnit.SECONDS);
            assertThat(share.probe().awaitFrontend(XenbusState.CONNECTED, Host.TIMEOUT))
                    .isTrue();
            NinePClient client = new NinePClient(again);
            client.version(client.msize(), "9P2000.L");
            int root = client.attach(0, "");
            client.walk(root, "file");
            Set<Integer> before = fids(memory);
            assertThat(before).hasSize(2);

            mayEnd.countDown();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(fids(memory)).isEqualTo(before);
            again.unload().get(10, TimeUnit.SECONDS);
        }
    }

    /** @return the numbers of the fids in the journal */
    private static Set<Integer> fids(Map<String, ByteBuffer> memory) throws Exception {
        Set<Integer> numbers = new TreeSet<>();
        for (int slot = 0; slot < 2; slot++) {
            String prefix = "9pfs-" + slot + "-";
            ByteBuffer head = copy(memory.get("9pfs").slice(slot * Journal.SIZE, Journal.SIZE));
            Journal journal = new Journal(
                    head,
                    (name, size) ->
                            Optional.ofNullable(memory.get(prefix + name)).map(LateRequestTest::copy),
                    () -> {});
            if (journal.isWhole()) {
                journal.recover(new RecoveredSession.Recovery() {
                    @Override
                    public void entry(RecoveredSession.Entry left) {
                        // the test looks at fids only
                    }

                    @Override
                    public void fid(RecoveredSession.Fid fid) {
                        numbers.add(fid.number());
                    }
                });
            }
        }
        return numbers;
    }

    private static ByteBuffer copy(ByteBuffer memory) {
        return ByteBuffer.allocateDirect(memory.capacity())
                .put(memory.duplicate().clear())
                .clear();
    }
}
