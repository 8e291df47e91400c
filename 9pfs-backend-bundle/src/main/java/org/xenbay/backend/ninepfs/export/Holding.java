// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.xenbay.api.file.FileException;

/** Descriptors and memory that a guest holds, and that are given back once. By any thread. */
public final class Holding implements AutoCloseable {

    private final Budgets budgets;
    private final int files;
    private final Runnable end;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private boolean closed;

    /** @param end run when it is given back */
    Holding(Budgets budgets, int files, long bytes, Runnable end) {
        this.budgets = budgets;
        this.files = files;
        this.end = end;
        this.bytes = bytes;
    }

    /**
     * Changes the amount of memory.
     *
     * @param wanted bytes of memory
     * @throws FileException ENOBUFS; nothing has changed then
     */
    public synchronized void resize(long wanted) throws FileException {
        if (wanted > bytes && !closed) {
            budgets.take(0, wanted - bytes);
            bytes = wanted;
        } else {
            settle(wanted);
        }
    }

    /**
     * Notes another amount of memory, which is in use already.
     *
     * @param actual bytes of memory
     */
    public synchronized void settle(long actual) {
        if (!closed) {
            if (actual > bytes) {
                budgets.carryOver(0, actual - bytes);
            } else {
                budgets.give(0, bytes - actual);
            }
            bytes = actual;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            budgets.give(files, bytes);
            end.run();
        }
    }
}
