// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.ProcessCalls.SchedAttr;
import org.xenbay.nativexen.libc.SystemCalls;

class ShortTurnsTest {

    private static final int NICE = 16;

    static {
        SystemCalls.load();
    }

    private final ShortTurns turns = new ShortTurns(Machine.here());

    /** Kernels before 6.12 say 0 whatever a thread has asked for. */
    @Test
    void aThreadHasTheShortSliceAndWhatElseItHad() throws Exception {
        CompletableFuture<byte[][]> seen = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            byte[] before = turns.attributes();
            turns.take();
            seen.complete(new byte[][] {before, turns.attributes()});
        });
        thread.start();
        ByteBuffer before = fields(seen.get(30, TimeUnit.SECONDS)[0]);
        ByteBuffer after = fields(seen.get()[1]);
        thread.join();

        assertThat(after.getLong(SchedAttr.RUNTIME)).isIn(0L, ShortTurns.SLICE);
        assertThat(after.getInt(SchedAttr.POLICY)).isEqualTo(before.getInt(SchedAttr.POLICY));
        assertThat(after.getInt(NICE)).isEqualTo(before.getInt(NICE));
    }

    private static ByteBuffer fields(byte[] attributes) {
        return ByteBuffer.wrap(attributes).order(ByteOrder.nativeOrder());
    }
}
