// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;
import org.xenbay.api.host.DescriptorStore;

/**
 * Has the files closed that no device has taken, when all devices of the last run are taken over. Once the core stops, nothing is
 * closed any more: devices leave their files to the next run then. By any thread.
 */
final class UnclaimedFiles {

    private final Consumer<Runnable> later;

    @GuardedBy("this")
    private boolean stopped;

    /** @param later runs what it is given when all devices of the last run are taken over */
    UnclaimedFiles(Consumer<Runnable> later) {
        this.later = later;
    }

    /** @param store has come; what is in it and not taken is closed later */
    void closeLater(DescriptorStore store) {
        later.accept(() -> close(store));
    }

    private synchronized void close(DescriptorStore store) {
        if (!stopped) {
            store.closeUnclaimed();
        }
    }

    /** The core stops. When this returns, nothing is being closed. */
    synchronized void stop() {
        stopped = true;
    }
}
