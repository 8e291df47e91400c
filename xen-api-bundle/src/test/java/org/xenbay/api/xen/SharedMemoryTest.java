// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryTest {

    private final AtomicInteger released = new AtomicInteger();
    private final SharedMemory memory = SharedMemory.over(ByteBuffer.allocateDirect(4096), released::incrementAndGet);

    @Test
    void accessOutsideIsRefused() {
        assertThatThrownBy(() -> memory.getInt(4093)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.getIntAcquire(-4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.put(4000, new byte[100], 0, 100)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.clear(4000, 97)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aRefusedAccessSaysWhereItWasToGoAndWhoMadeIt() {
        assertThatThrownBy(() -> memory.getInt(4093))
                .hasMessageContaining("offset 4093, length 4")
                .hasMessageContaining("4096 bytes")
                .hasMessageContaining("at org.xenbay.api.xen.SharedMemoryTest");
        assertThatThrownBy(() -> memory.put(4000, ByteBuffer.allocate(100), 100))
                .hasMessageContaining("offset 4000, length 100");
        assertThatThrownBy(() -> memory.get(Integer.MAX_VALUE, new byte[8], 0, 8))
                .hasMessageContaining("offset 2147483647, length 8");
        assertThatThrownBy(() -> memory.lend(4090, 7, part -> 0)).hasMessageContaining("offset 4090, length 7");
        memory.close();
        assertThatThrownBy(() -> memory.getInt(0)).hasMessageContaining("at org.xenbay.api.xen.SharedMemoryTest");
    }

    @Test
    void aRefusedCopyThatLeavesTheCallersOwnBytesSaysSoToo() {
        assertThatThrownBy(() -> memory.get(0, new byte[8], 4, 5))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("offset 4, length 5")
                .hasMessageContaining("target's 8 bytes")
                .hasMessageContaining("at org.xenbay.api.xen.SharedMemoryTest");
        assertThatThrownBy(() -> memory.put(0, ByteBuffer.allocate(8).position(6), 3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("offset 6, length 3")
                .hasMessageContaining("source's 8 bytes");
        assertThatThrownBy(() -> memory.get(0, ByteBuffer.allocate(8).limit(2), 3))
                .hasMessageContaining("target's 2 bytes");
        assertThatThrownBy(() -> memory.put(0, new byte[2], -1, 1)).hasMessageContaining("offset -1, length 1");
        assertThatThrownBy(() -> new GrantCopy(GrantCopy.Direction.TO_GUEST, 8, 4000, ByteBuffer.allocate(100), 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 bytes at offset 4000")
                .hasMessageContaining("at org.xenbay.api.xen.SharedMemoryTest");
    }

    @Test
    void aStoreToMemoryThatIsMappedForReadingSaysWhereAndWhoMadeIt() throws IOException {
        SharedMemory readable =
                SharedMemory.over(ByteBuffer.allocateDirect(64).asReadOnlyBuffer(), released::incrementAndGet);
        for (Runnable store : List.<Runnable>of(
                () -> readable.putByte(8, 1),
                () -> readable.putShort(8, 1),
                () -> readable.putInt(8, 1),
                () -> readable.putLong(8, 1),
                () -> readable.putIntRelease(8, 1),
                () -> readable.put(8, new byte[1], 0, 1),
                () -> readable.put(8, ByteBuffer.allocate(1), 1),
                () -> readable.clear(8, 1),
                () -> memory.copyTo(0, readable, 8, 1))) {
            assertThatThrownBy(store::run)
                    .isInstanceOf(ReadOnlyBufferException.class)
                    .hasMessageContaining("offset 8, length ")
                    .hasMessageContaining("for reading only")
                    .hasMessageContaining("at org.xenbay.api.xen.SharedMemoryTest");
        }
        assertThatThrownBy(() -> readable.readFrom(Channels.newChannel(InputStream.nullInputStream()), 8, 4))
                .isInstanceOf(ReadOnlyBufferException.class)
                .hasMessageContaining("offset 8, length 4");
        assertThat(readable.getInt(8)).isZero();
        assertThat(readable.lend(0, 8, part -> part.isReadOnly() ? 1 : 0)).isOne();
    }

    @Test
    void accessAfterCloseIsRefusedAndTheMemoryIsReleasedOnce() {
        memory.close();
        memory.close();
        assertThat(released).hasValue(1);
        assertThatThrownBy(() -> memory.getByte(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(memory::hold).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryThatIsHeldIsReleasedWhenTheLastHoldEnds() {
        SharedMemory.Hold first = memory.hold();
        SharedMemory.Hold second = memory.hold();
        memory.close();
        first.close();
        first.close();
        assertThat(released).hasValue(0);
        second.close();
        assertThat(released).hasValue(1);
    }

    @Test
    void aFilesBytesGoInAndOut(@TempDir Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(
                folder.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory.putInt(100, 0x01020304);
            assertThat(memory.writeTo(file, 100, 4)).isEqualTo(4);
            file.position(0);
            assertThat(memory.readFrom(file, 200, 100)).isEqualTo(4);
            assertThat(memory.getInt(200)).isEqualTo(0x01020304);
            assertThat(memory.readFrom(file, 200, 100)).isEqualTo(-1);
        }
        memory.close();
        assertThat(released).hasValue(1);
    }

    @Test
    void aCallIsLentExactlyThePartItAskedForAndItsAnswerComesBack() throws IOException {
        memory.putInt(100, 0x01020304);
        int answer = memory.lend(100, 8, part -> {
            assertThat(part.isDirect()).isTrue();
            assertThat(part.capacity()).isEqualTo(8);
            part.put(4, (byte) 9);
            return part.order(ByteOrder.nativeOrder()).getInt(0);
        });
        assertThat(answer).isEqualTo(0x01020304);
        assertThat(memory.getByte(104)).isEqualTo(9);
        assertThatThrownBy(() -> memory.lend(4090, 7, part -> 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.lend(-1, 7, part -> 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.lend(1, -1, part -> 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void memoryThatIsLentIsReleasedAfterTheCallEvenWhenThatFails() {
        assertThatThrownBy(() -> memory.lend(0, 8, part -> {
                    memory.close();
                    assertThat(released).hasValue(0);
                    throw new IOException("the call failed");
                }))
                .hasMessage("the call failed");
        assertThat(released).hasValue(1);
        assertThatThrownBy(() -> memory.lend(0, 8, part -> 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void heapMemoryIsNoSharedMemory() {
        assertThatThrownBy(() -> SharedMemory.over(ByteBuffer.allocate(16), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
