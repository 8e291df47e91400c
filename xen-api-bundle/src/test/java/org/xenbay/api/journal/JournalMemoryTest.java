// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JournalMemoryTest {

    private final AtomicInteger commits = new AtomicInteger();
    private final JournalMemory memory = new JournalMemory(ByteBuffer.allocateDirect(64), commits::incrementAndGet);

    @Test
    void anAccessOutsideSaysWhereItWasToGoAndWhoMadeIt() {
        for (ThrowingCallable access : List.<ThrowingCallable>of(
                () -> memory.number(64),
                () -> memory.number(64, 1),
                () -> memory.commit(64, 1),
                () -> memory.commitText(64, 0, ""),
                () -> memory.text(64, 8))) {
            assertThatThrownBy(access)
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("offset 64, length 4 is not inside the journal's 64 bytes")
                    .hasMessageContaining("at org.xenbay.api.journal.JournalMemoryTest");
        }
        assertThatThrownBy(() -> memory.wide(-8)).hasMessageContaining("offset -8, length 8");
        assertThatThrownBy(() -> memory.commitText(48, 16, "too near"))
                .hasMessageContaining("offset 48, length 20 is not inside the journal's 64 bytes");
        assertThat(commits).as("nothing was stored").hasValue(0);
    }

    @Test
    void aNumberAtAnOffsetThatIsNoMultipleOfItsSizeIsRefusedWithTheCallersLine() {
        for (ThrowingCallable access : List.<ThrowingCallable>of(
                () -> memory.wide(12), () -> memory.wide(12, 1), () -> memory.commitWide(12, 1))) {
            assertThatThrownBy(access)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("offset 12, length 8")
                    .hasMessageContaining("at org.xenbay.api.journal.JournalMemoryTest");
        }
        assertThatThrownBy(() -> memory.commit(2, 1)).hasMessageContaining("offset 2, length 4");
        assertThat(commits).as("nothing was stored").hasValue(0);
    }
}
