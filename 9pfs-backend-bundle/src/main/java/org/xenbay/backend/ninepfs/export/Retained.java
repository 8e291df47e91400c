// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.concurrent.atomic.AtomicInteger;

/** An object with several users, which ends when each of them has released it. By any thread. */
abstract class Retained {

    private final AtomicInteger users = new AtomicInteger(1);

    /** @return whether it has one user more; false when its last user has released it */
    final boolean tryRetain() {
        int count;
        do {
            count = users.get();
            if (count == 0) {
                return false;
            }
        } while (!users.compareAndSet(count, count + 1));
        return true;
    }

    /** @return whether it has a user */
    final boolean isUsed() {
        return users.get() > 0;
    }

    /** @return whether this was its last user */
    final boolean release() {
        return users.decrementAndGet() == 0;
    }
}
