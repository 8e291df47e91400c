// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of a backend that do not return before the test releases them. */
final class StuckCalls {

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    void hang() {
        count.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            count.decrementAndGet();
        }
    }

    /** @return how many calls do not return now */
    int count() {
        return count.get();
    }

    void release() {
        released.countDown();
    }
}
