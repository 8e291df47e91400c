// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** Compares the growth of the heap with what is taken from the budget of memory. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FootprintBenchmark {

    private static final int XATTRCREATE = 32;
    private static final int LOCK = 52;
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private final FairBudget memory = new FairBudget("bytes of memory", 1L << 30);
    private Host host;
    private NinePClient client;
    private int root;

    @BeforeEach
    void start() throws Exception {
        Files.write(folder.resolve("file"), new byte[10]);
        Files.createDirectory(folder.resolve("dir"));
        host = new Host(folder, Map.of(), Host.filesWith(new FairBudget("descriptors", 1 << 20)), memory);
        Host.Share share = host.share("9pfs", 1, 4, Map.of());
        client = share.client();
        root = share.mount();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** @return bytes of the heap in use; the first collections free objects of earlier tests whose cleaners have not run yet */
    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * An estimate that is too low lets a guest have too much memory. An estimate that is far too high lets the guest have too
     * little. The median of the rounds counts, because other threads and the collector disturb single rounds.
     */
    private void measure(String what, int count, IntConsumer make) {
        make.accept(0);
        List<Long> actual = new ArrayList<>();
        long takenBefore = memory.taken();
        for (int round = 0; round < ROUNDS; round++) {
            long heapBefore = heap();
            for (int i = 0; i < count; i++) {
                make.accept(1 + round * count + i);
            }
            actual.add((heap() - heapBefore) / count);
        }
        long estimate = (memory.taken() - takenBefore) / count / ROUNDS;
        long median = actual.stream().sorted().toList().get(ROUNDS / 2);
        assertThat(estimate).as(what + ", measured " + actual).isBetween(median * 8 / 10, median * 2);
    }

    @Test
    void aFid() {
        measure("fid with a path entry", 700, i -> client.walk(root, "file"));
    }

    @Test
    void aFidOfAnExistingPathEntry() {
        measure("fid", 10_000, i -> client.walk(root));
    }

    @Test
    void anOpenFile() {
        measure("open file", 500, i -> client.open(client.walk(root, "file"), 0));
    }

    @Test
    void anOpenFolderThatWasRead() {
        measure("open folder", 500, i -> {
            int fid = client.walk(root, "dir");
            client.open(fid, 0);
            client.readdir(fid, 0, 30);
        });
    }

    @Test
    void anAttributeThatIsWritten() {
        measure("attribute", 600, i -> {
            int fid = client.walk(root, "file");
            if (i % 4 == 0) {
                client.call(new Message(XATTRCREATE)
                        .u32(fid)
                        .string("user.x")
                        .u64(100)
                        .u32(0));
                client.write(fid, 0, new byte[100]);
            }
        });
    }

    @Test
    void aLock() {
        int file = client.walk(root, "file");
        client.open(file, 2);
        measure(
                "lock",
                700,
                i -> client.call(new Message(LOCK)
                        .u32(file)
                        .u8(0)
                        .u32(0)
                        .u64(0)
                        .u64(1)
                        .u32(i)
                        .string("guest")));
    }
}
