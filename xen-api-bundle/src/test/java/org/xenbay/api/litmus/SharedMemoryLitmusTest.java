// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.litmus;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.xenbay.api.xen.SharedMemory;

/** The promises of {@link SharedMemory} to two domains, and to the threads that use and close it. */
class SharedMemoryLitmusTest {

    /** Two lines of a cache each, so that the two numbers of an instance can be reordered. */
    private static final int STRIDE = 128;

    private static final int OTHER_LINE = 64;

    private final SharedMemory memory = memory();

    private static SharedMemory memory() {
        return SharedMemory.over(ByteBuffer.allocateDirect(Litmus.INSTANCES * STRIDE), () -> {});
    }

    /** Pairs that begin with zeroed memory. */
    private abstract class Zeroed implements Litmus.Pair {
        @Override
        public void prepare(int instance) {
            memory.clear(instance * STRIDE, STRIDE);
        }

        final int index(int instance) {
            return instance * STRIDE;
        }

        final int data(int instance) {
            return instance * STRIDE + OTHER_LINE;
        }
    }

    private final class NumberBehindIndex extends Zeroed {
        @Override
        public int first(int instance) {
            memory.putInt(data(instance), 1);
            memory.putIntRelease(index(instance), 1);
            return 0;
        }

        /** @return 2 when the index is seen, and 1 more when the number is */
        @Override
        public int second(int instance) {
            int seen = memory.getIntAcquire(index(instance));
            return 2 * seen + memory.getInt(data(instance));
        }
    }

    @Test
    void whatIsWrittenBeforeAnIndexIsPublishedIsSeenWithIt() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() == 2, new NumberBehindIndex());
    }

    private final class BytesBehindIndex extends Zeroed {
        private final byte[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        private final byte[] seen = new byte[ones.length];

        @Override
        public int first(int instance) {
            memory.put(data(instance), ones, 0, ones.length);
            memory.putIntRelease(index(instance), 1);
            return 0;
        }

        /** @return how many bytes are seen; 100 more when the index is */
        @Override
        public int second(int instance) {
            int index = memory.getIntAcquire(index(instance));
            memory.get(data(instance), seen, 0, seen.length);
            int sum = 100 * index;
            for (byte each : seen) {
                sum += each;
            }
            return sum;
        }
    }

    @Test
    void bytesThatAreCopiedBeforeAnIndexIsPublishedAreSeenWithIt() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() >= 100 && outcome.second() != 110, new BytesBehindIndex());
    }

    private final class IndexAgainstIndex extends Zeroed {
        @Override
        public int first(int instance) {
            memory.putIntRelease(index(instance), 1);
            memory.fullFence();
            return memory.getIntAcquire(data(instance));
        }

        @Override
        public int second(int instance) {
            memory.putIntRelease(data(instance), 1);
            memory.fullFence();
            return memory.getIntAcquire(index(instance));
        }
    }

    @Test
    void ofTwoWhoPublishAndThenLookBehindAFenceOneSeesTheOther() throws InterruptedException {
        Litmus.never(outcome -> outcome.first() == 0 && outcome.second() == 0, new IndexAgainstIndex());
    }

    private final class WholeNumber extends Zeroed {
        @Override
        public int first(int instance) {
            memory.putIntRelease(index(instance), -1);
            return 0;
        }

        @Override
        public int second(int instance) {
            return memory.getIntAcquire(index(instance));
        }
    }

    @Test
    void anIndexIsSeenWholeOrNotAtAll() throws InterruptedException {
        Litmus.never(outcome -> outcome.second() != 0 && outcome.second() != -1, new WholeNumber());
    }

    /** Memory that is closed while others use it. After both: how often it was unmapped. */
    private abstract static class Closing implements Litmus.Pair {
        private static final ByteBuffer BYTES = ByteBuffer.allocateDirect(8);
        final SharedMemory[] memories = new SharedMemory[Litmus.INSTANCES];
        final AtomicIntegerArray unmapped = new AtomicIntegerArray(Litmus.INSTANCES);

        @Override
        public void prepare(int instance) {
            unmapped.set(instance, 0);
            memories[instance] = SharedMemory.over(BYTES, () -> unmapped.incrementAndGet(instance));
        }

        @Override
        public int second(int instance) {
            memories[instance].close();
            return 0;
        }

        @Override
        public int after(int instance) {
            return unmapped.get(instance);
        }
    }

    private static final class HoldAgainstClose extends Closing {
        /** @return 0 when refused, 1 when it was held, 2 when it was unmapped although it was held */
        @Override
        public int first(int instance) {
            try (SharedMemory.Hold held = memories[instance].hold()) {
                Thread.onSpinWait();
                return 1 + unmapped.get(instance);
            } catch (IllegalStateException refused) {
                return 0;
            }
        }
    }

    @Test
    void memoryIsNotUnmappedWhileItIsHeldAndOnceAfterThat() throws InterruptedException {
        Litmus.never(outcome -> outcome.first() > 1 || outcome.after() != 1, new HoldAgainstClose());
    }

    private static final class CloseAgainstClose extends Closing {
        @Override
        public int first(int instance) {
            return second(instance);
        }
    }

    @Test
    void memoryThatTwoCloseIsUnmappedOnce() throws InterruptedException {
        Litmus.never(outcome -> outcome.after() != 1, new CloseAgainstClose());
    }
}
