// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.command.CommandCall;

/** Shows, while a command waits for something that does not say how far it is, how much of the longest time has passed. */
final class LongCall implements AutoCloseable {
    private static final long TICK_MILLIS = 500;

    private final CommandCall call;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile Step step;

    private record Step(String what, Duration most, long begun) {
        void show(CommandCall call) {
            call.progress(what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), most.toMillis());
        }
    }

    /**
     * @param what for the operator
     * @param most the longest time that it takes; zero when that is unknown
     */
    LongCall(CommandCall call, String what, Duration most) {
        this.call = call;
        this.step = new Step(what, most, System.nanoTime());
        this.thread = new Thread(this::show, "xenbay-progress");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next step begins. As the constructor. */
    void step(String what, Duration most) {
        step = new Step(what, most, System.nanoTime());
    }

    private void show() {
        try {
            while (!ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                step.show(call);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is shown afterwards. */
    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
