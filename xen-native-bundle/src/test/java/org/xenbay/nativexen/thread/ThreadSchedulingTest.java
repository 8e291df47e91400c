// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.ProcessCalls.SchedAttr;

class ThreadSchedulingTest {

    private static final int NICE = 16;

    private final ThreadScheduling scheduling = new ThreadScheduling(Machine.here());

    /** Kernels before 6.12 say 0 whatever a thread has asked for. */
    @Test
    void aThreadHasTheShortSliceAndWhatElseItHad() throws Exception {
        CompletableFuture<byte[][]> seen = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            byte[] before = scheduling.attributes();
            scheduling.takeShortTurns();
            seen.complete(new byte[][] {before, scheduling.attributes()});
        });
        thread.start();
        ByteBuffer before = fields(seen.get(30, TimeUnit.SECONDS)[0]);
        ByteBuffer after = fields(seen.get()[1]);
        thread.join();

        assertThat(after.getLong(SchedAttr.RUNTIME)).isIn(0L, ThreadScheduling.SLICE);
        assertThat(after.getInt(SchedAttr.POLICY)).isEqualTo(before.getInt(SchedAttr.POLICY));
        assertThat(after.getInt(NICE)).isEqualTo(before.getInt(NICE));
    }

    /** With the rights of root, which the tests have on CI. */
    @Test
    void aThreadGetsRealTimePriorityFromAnotherAndLosesIt() throws Exception {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/etc/shadow")), "without root nobody gets real-time priority");
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Long> number = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            number.complete(scheduling.callingThread());
            awaitQuietly(done);
        });
        thread.start();
        long tid = number.get(30, TimeUnit.SECONDS);
        try {
            assertThat(scheduling.setRealTime(tid, 1)).isTrue();
            assertThat(policyAndPriority(tid)).isEqualTo("1 1");

            assertThat(scheduling.setRealTime(tid, 0)).isTrue();
            assertThat(policyAndPriority(tid)).isEqualTo("0 0");
        } finally {
            done.countDown();
            thread.join();
        }
    }

    @Test
    void thePriorityOfAThreadThatIsNotThereIsRefused() {
        assertThat(scheduling.setRealTime(Integer.MAX_VALUE, 1)).isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the scheduling policy and the real-time priority, see proc_pid_stat(5) */
    private static String policyAndPriority(long tid) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task/" + tid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return fields[41 - 3] + " " + fields[40 - 3];
    }

    private static ByteBuffer fields(byte[] attributes) {
        return ByteBuffer.wrap(attributes).order(ByteOrder.nativeOrder());
    }
}
