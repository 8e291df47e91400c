package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks one after another on threads it shares with others. After {@value #TURN} tasks it goes to the end of the
 * line, so that a busy device does not starve the rest.
 */
final class Mailbox implements Executor {

    private static final int TURN = 64;

    private static final Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Executor threads;

    /** @param threads where tasks run; its tasks do not throw */
    Mailbox(Executor threads) {
        this.threads = threads;
    }

    /** @param task runs after all that were given before */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    /** A defect of the core in one device must not end the thread that others run on. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "a device's task failed outside its boundary", thrown);
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                threads.execute(this::turn);
            } catch (RejectedExecutionException stopped) {
                // The core has stopped, and with it this device: a guest's late signal must not fail in its sender.
                LOG.log(Level.DEBUG, "a task came after the end");
            }
        }
    }

    private void turn() {
        try {
            for (int i = 0; i < TURN; i++) {
                Runnable task = tasks.poll();
                if (task == null) {
                    break;
                }
                run(task);
            }
        } finally {
            scheduled.set(false);
            if (!tasks.isEmpty()) {
                schedule();
            }
        }
    }
}
