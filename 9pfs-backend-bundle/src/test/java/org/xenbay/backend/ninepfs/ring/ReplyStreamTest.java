// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.server.DataSource;

class ReplyStreamTest {

    private static final int SIZE = 8192;

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});
    private final SharedMemory data = SharedMemory.over(ByteBuffer.allocateDirect(2 * SIZE), () -> {});
    private final ReplyStream replies = new ReplyStream(page, data);

    private int published() {
        return page.getIntAcquire(RingPage.IN_PROD);
    }

    /** A disk that answers when it is told to. */
    private static final class SlowDisk implements DataSource {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answers = new CountDownLatch(1);

        @Override
        public int readNow(int skip, ByteBuffer target) {
            return -1;
        }

        @Override
        public int read(int skip, ByteBuffer target) {
            asked.countDown();
            try {
                assertThat(answers.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            target.put((byte) 42).put((byte) 43);
            return 2;
        }
    }

    @Test
    void othersDoNotWaitForASlowDisk() throws Exception {
        SlowDisk disk = new SlowDisk();
        assertThat(replies.reserve(1011)).isTrue();
        assertThat(replies.reserve(500)).isTrue();
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return replies.publishData(7, 1000, disk, () -> {}, 1011, null);
            } catch (FileException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(disk.asked.await(10, TimeUnit.SECONDS)).isTrue();
        replies.publish(ByteBuffer.allocate(20), 500, null);
        assertThat(published()).isEqualTo(20);
        disk.answers.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(published()).isEqualTo(20 + 13);
        assertThat(data.getByte(20)).as("size").isEqualTo(13);
        assertThat(data.getByte(20 + 5)).as("tag").isEqualTo(7);
        assertThat(data.getByte(20 + 11)).isEqualTo(42);
        assertThat(replies.reserve(SIZE - 33)).as("reservations have ended").isTrue();
    }

    @Test
    void theReservationOfAFailingSourceStays() {
        DataSource broken = new DataSource() {
            @Override
            public int readNow(int skip, ByteBuffer target) throws FileException {
                throw new FileException(Errno.EIO, "read");
            }

            @Override
            public int read(int skip, ByteBuffer target) {
                return 0;
            }
        };
        assertThat(replies.reserve(SIZE)).isTrue();
        assertThatThrownBy(() -> replies.publishData(1, 100, broken, () -> {}, SIZE, null))
                .isInstanceOf(FileException.class);
        assertThat(published()).isZero();
        assertThat(replies.reserve(1)).isFalse();
        replies.publish(ByteBuffer.allocate(11), SIZE, null);
        assertThat(published()).isEqualTo(11);
    }

    @Test
    void repliesWrapAndRoomIsNeverGivenTwice() {
        page.putIntRelease(RingPage.IN_PROD, -10);
        page.putIntRelease(RingPage.IN_CONS, -10);
        ReplyStream late = new ReplyStream(page, data);
        assertThat(late.reserve(SIZE + 1)).isFalse();
        assertThat(late.reserve(SIZE)).isTrue();
        ByteBuffer bytes = ByteBuffer.allocate(30);
        for (int i = 0; i < 30; i++) {
            bytes.put(i, (byte) i);
        }
        late.publish(bytes, SIZE, null);
        assertThat(published()).isEqualTo(20);
        assertThat(data.getByte(SIZE - 1)).isEqualTo(9);
        assertThat(data.getByte(0)).isEqualTo(10);
        page.putIntRelease(RingPage.IN_CONS, 21);
        assertThatThrownBy(() -> late.reserve(1)).isInstanceOf(CorruptRingException.class);
    }
}
