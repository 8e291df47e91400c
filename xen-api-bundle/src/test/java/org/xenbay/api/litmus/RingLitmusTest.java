// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.litmus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.ring.EventRingLayout;
import org.xenbay.api.ring.EventRingReader;
import org.xenbay.api.ring.EventRingWriter;
import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.ring.RequestRingFront;
import org.xenbay.api.xen.SharedMemory;

/** Moments at which both halves of a ring meet: one puts entries in while the other one looks. */
class RingLitmusTest {

    private static final int BYTES = 512;
    private static final int NOTHING = 0;
    private static final int WHOLE = 1;
    private static final int TORN = 2;

    /** Rings in zeroed memory, one for each instance. */
    private abstract static class Rings implements Litmus.Pair {
        final SharedMemory[] memories = new SharedMemory[Litmus.INSTANCES];

        Rings() {
            for (int i = 0; i < memories.length; i++) {
                memories[i] = SharedMemory.over(ByteBuffer.allocateDirect(BYTES), () -> {});
            }
        }

        @Override
        public void prepare(int instance) {
            memories[instance].clear(0, BYTES);
            halves(instance, memories[instance]);
        }

        abstract void halves(int instance, SharedMemory memory);

        /** @return whether all bytes equal those that were put in */
        static int judge(byte[] seen, int count, int put) {
            for (int i = 0; i < count; i++) {
                if (seen[i] != put) {
                    return TORN;
                }
            }
            return WHOLE;
        }

        static byte[] filled(int length) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 7);
            return bytes;
        }
    }

    private static final class BytesInStream extends Rings {
        private static final int SIZE = 16;
        private final ByteRingWriter[] writers = new ByteRingWriter[Litmus.INSTANCES];
        private final ByteRingReader[] readers = new ByteRingReader[Litmus.INSTANCES];
        private final byte[] put = filled(10);
        private final byte[] seen = new byte[SIZE];

        /** The stream begins near the ring's end, so that what is put wraps. */
        @Override
        void halves(int instance, SharedMemory memory) {
            memory.putInt(64, SIZE - 4);
            memory.putInt(128, SIZE - 4);
            writers[instance] = new ByteRingWriter(memory, 0, SIZE, 64, 128);
            readers[instance] = new ByteRingReader(memory, 0, SIZE, 64, 128);
        }

        @Override
        public int first(int instance) {
            return writers[instance].write(put, 0, put.length);
        }

        @Override
        public int second(int instance) {
            int count = readers[instance].read(seen, 0, SIZE);
            return count == 0 ? NOTHING : judge(seen, count, 7);
        }
    }

    @Test
    void bytesAreSeenAsTheyWereWritten() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() == TORN, new BytesInStream());
    }

    private static final class RoomInStream extends Rings {
        private static final int SIZE = 16;
        private final ByteRingWriter[] writers = new ByteRingWriter[Litmus.INSTANCES];
        private final ByteRingReader[] readers = new ByteRingReader[Litmus.INSTANCES];
        private final byte[] put = filled(SIZE);
        private final byte[] next = new byte[SIZE];
        private final byte[] seen = new byte[SIZE];

        @Override
        void halves(int instance, SharedMemory memory) {
            writers[instance] = new ByteRingWriter(memory, 0, SIZE, 64, 128);
            readers[instance] = new ByteRingReader(memory, 0, SIZE, 64, 128);
            writers[instance].write(put, 0, SIZE);
        }

        @Override
        public int first(int instance) {
            return writers[instance].write(next, 0, SIZE);
        }

        @Override
        public int second(int instance) {
            return judge(seen, readers[instance].read(seen, 0, SIZE), 7);
        }
    }

    @Test
    void bytesAreTakenBeforeTheirRoomIsFilledAgain() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() == TORN, new RoomInStream());
    }

    private static final class Events extends Rings {
        private static final EventRingLayout LAYOUT = new EventRingLayout(128, 40, 3, 0, 64);
        private final EventRingWriter[] writers = new EventRingWriter[Litmus.INSTANCES];
        private final EventRingReader[] readers = new EventRingReader[Litmus.INSTANCES];
        private final byte[] put = filled(40);
        private final byte[] seen = new byte[40];

        @Override
        void halves(int instance, SharedMemory memory) {
            writers[instance] = new EventRingWriter(memory, LAYOUT);
            readers[instance] = new EventRingReader(memory, LAYOUT);
        }

        @Override
        public int first(int instance) {
            writers[instance].put(put, put.length);
            writers[instance].publish();
            return 0;
        }

        @Override
        public int second(int instance) {
            return readers[instance].take(seen) ? judge(seen, seen.length, 7) : NOTHING;
        }
    }

    @Test
    void anEventIsSeenWholeOrNotAtAll() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() == TORN, new Events());
    }

    /** Rings of requests of which one was answered, so that neither side has requested an event for the next entry. */
    private abstract static class Requests extends Rings {
        static final int SLOT = 112;
        final RequestRingFront[] fronts = new RequestRingFront[Litmus.INSTANCES];
        final RequestRingBack[] backs = new RequestRingBack[Litmus.INSTANCES];
        final byte[] put = filled(SLOT);
        final byte[] seen = new byte[SLOT];

        @Override
        void halves(int instance, SharedMemory memory) {
            fronts[instance] = new RequestRingFront(memory, SLOT);
            backs[instance] = new RequestRingBack(memory, SLOT);
            byte[] empty = new byte[SLOT];
            for (int i = 0; i < 2; i++) {
                fronts[instance].put(empty, SLOT);
            }
            fronts[instance].publish();
            for (int i = 0; i < 2; i++) {
                backs[instance].available();
                backs[instance].take(seen);
            }
            backs[instance].put(empty, SLOT);
            backs[instance].publish();
            fronts[instance].hasNext();
            fronts[instance].take(seen);
        }
    }

    private static final class RequestAgainstSleep extends Requests {
        /** @return 1 when the backend is to be signalled */
        @Override
        public int first(int instance) {
            fronts[instance].put(put, SLOT);
            return fronts[instance].publish() ? 1 : 0;
        }

        @Override
        public int second(int instance) {
            if (!backs[instance].hasNext()) {
                return NOTHING;
            }
            backs[instance].take(seen);
            return judge(seen, SLOT, 7);
        }
    }

    @Test
    void aRequestIsSeenWholeOrSignalled() throws InterruptedException {
        Litmus.never(
                outcome -> outcome.second() == TORN || outcome.first() == 0 && outcome.second() == NOTHING,
                new RequestAgainstSleep());
    }

    private static final class ResponseAgainstSleep extends Requests {
        /** @return 1 when the frontend is to be signalled */
        @Override
        public int first(int instance) {
            backs[instance].put(put, SLOT);
            return backs[instance].publish() ? 1 : 0;
        }

        @Override
        public int second(int instance) {
            if (!fronts[instance].hasNext()) {
                return NOTHING;
            }
            fronts[instance].take(seen);
            return judge(seen, SLOT, 7);
        }
    }

    @Test
    void aResponseIsSeenWholeOrSignalled() throws InterruptedException {
        Litmus.never(
                outcome -> outcome.second() == TORN || outcome.first() == 0 && outcome.second() == NOTHING,
                new ResponseAgainstSleep());
    }
}
