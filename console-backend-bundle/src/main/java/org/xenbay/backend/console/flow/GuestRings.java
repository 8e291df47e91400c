// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * The guest's side of a console: both rings of its page and its event channel. An index out of range causes a {@link
 * org.xenbay.api.ring.CorruptRingException}, which ends the connection.
 */
public final class GuestRings {

    /** How often an empty ring is polled: a few microseconds, less than a wake-up by the next event costs. */
    private static final int LOOKS = 100;

    private final ByteRingReader out;
    private final ByteRingWriter in;
    private final EventChannel channel;
    private boolean moved;

    /**
     * @param page shared with the guest
     * @param channel signals moved indices to the guest
     */
    public GuestRings(SharedMemory page, EventChannel channel) {
        this.out = new ByteRingReader(
                page, ConsolePage.OUT, ConsolePage.OUT_SIZE, ConsolePage.OUT_CONS, ConsolePage.OUT_PROD);
        this.in =
                new ByteRingWriter(page, ConsolePage.IN, ConsolePage.IN_SIZE, ConsolePage.IN_CONS, ConsolePage.IN_PROD);
        this.channel = channel;
    }

    /** @return index of the next byte to take from the guest */
    public int index() {
        return out.index();
    }

    /**
     * Skips bytes that a killed process has taken without moving the index. Also signals, because that process may have moved
     * an index without a signal.
     *
     * @param count bytes to skip
     */
    public void skip(int count) {
        out.skip(count);
        moved = true;
    }

    /**
     * Moves the guest's output into a buffer, without an intermediate copy.
     *
     * @param keeping whether to stop when the memory is used up, instead of dropping output that a reader needs
     * @param journal receives the bytes before the index moves; may be null
     */
    int drain(OutputBuffer target, int most, boolean keeping, @Nullable OutputJournal journal) {
        int total = 0;
        while (total < most && out.available() > 0 && (!keeping || target.makeRoom())) {
            int count = out.peek(target.tail(), target.tailOffset(), Math.min(target.tailRoom(), most - total));
            if (journal != null) {
                journal.append(target.tail(), target.tailOffset(), count, target.slowest());
            }
            target.appended(count);
            out.skip(count);
            total += count;
        }
        moved |= total > 0;
        return total;
    }

    /** @return whether the guest writes more during the poll */
    boolean writesOn() {
        for (int look = 0; look < LOOKS; look++) {
            if (out.available() > 0) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** @return number of bytes that fit into the guest's input ring now */
    int room() {
        return in.free();
    }

    int type(ByteBuffer input) {
        int count = in.write(input);
        moved |= count > 0;
        return count;
    }

    /** Signals moved indices. Linux throttles events without a reason. */
    void signalIfMoved() {
        if (moved) {
            moved = false;
            channel.signal();
        }
    }
}
