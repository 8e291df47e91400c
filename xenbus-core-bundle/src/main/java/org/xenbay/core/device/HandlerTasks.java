// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.function.Consumer;
import org.xenbay.api.device.DeviceContext.Task;

/**
 * Runs tasks of a handler. This is the device boundary, which catches all exceptions of a handler. A task whose transaction
 * conflicted in XenStore runs again later. On the device's mailbox only.
 */
final class HandlerTasks {

    /** Most tasks that wait to run again; a device with more of them has failed. */
    private static final int MAX_WAITING = 64;

    private final Consumer<Throwable> failed;
    private final Consumer<Runnable> later;
    private int waiting;

    /**
     * @param failed receives a task's exception
     * @param later runs work on the device's mailbox, when the device's nodes may be read again
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
