// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.function.Consumer;
import org.xenbay.api.device.DeviceContext.Task;

/**
 * Runs tasks of a handler: the device boundary, where all exceptions of a handler are caught. A task that met a conflict in
 * XenStore runs again later, as the nodes were just being changed. On the device's mailbox only.
 */
final class HandlerTasks {

    /** Tasks that may wait to be run again; a device with more of them has failed. */
    private static final int MAX_WAITING = 64;

    private final Consumer<Throwable> failed;
    private final Consumer<Runnable> later;
    private int waiting;

    /**
     * @param failed gets what a task has thrown
     * @param later runs something on the device's mailbox, when its nodes may be read again
     */
    HandlerTasks(Consumer<Throwable> failed, Consumer<Runnable> later) {
        this.failed = failed;
        this.later = later;
    }

    void run(Task task) {
        try {
            task.run();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            if (Failure.isConflict(thrown) && waiting < MAX_WAITING) {
                waiting++;
                later.accept(() -> {
                    waiting--;
                    run(task);
                });
            } else {
                failed.accept(thrown);
            }
        }
    }
}
