// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.recording.Span;
import org.xenbay.core.device.Calls.Call;

/**
 * Calls of one device's listeners on the thread that delivers the events of all guests. They are watched, and given up
 * together; another instance replaces this one then. Any thread may enter and leave. Of several calls at a time, one is
 * watched.
 */
final class DirectCalls implements CallWatch.Watched {

    private static final VarHandle THREAD;
    private static final VarHandle NUMBER;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(DirectCalls.class, "thread", Thread.class);
            NUMBER = MethodHandles.lookup().findVarHandle(DirectCalls.class, "number", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final String WHAT = "a listener on the thread that brings all events";

    private final DeviceId device;
    private @Nullable Thread thread;
    private long number;
    /** Runs when a call that was given up returns, if another handler waits for that. */
    private final AtomicReference<@Nullable Runnable> onReturn = new AtomicReference<>();

    DirectCalls(DeviceId device) {
        this.device = device;
    }

    void run(Runnable listener) {
        Thread current = Thread.currentThread();
        NUMBER.setOpaque(this, (long) NUMBER.getOpaque(this) + 1);
        THREAD.setRelease(this, current);
        Span span = FlightEvents.backendCall(device, WHAT);
        try {
            listener.run();
        } finally {
            THREAD.setVolatile(this, null);
            span.end("ended");
            if (onReturn.get() != null) {
                returned();
            }
        }
    }

    private void returned() {
        Runnable then = onReturn.getAndSet(null);
        if (then != null) {
            then.run();
        }
    }

    /**
     * @param then runs on one of the lane's threads, as soon as no call is under way
     * @param lane of the code that is called
     */
    void whenReturned(Runnable then, Lane lane) {
        onReturn.set(() -> lane.run(then));
        if (THREAD.getVolatile(this) == null) {
            returned();
        }
    }

    @Override
    public @Nullable Call underWay() {
        Thread inside = (Thread) THREAD.getAcquire(this);
        return inside == null ? null : new Call((long) NUMBER.getOpaque(this), WHAT, inside);
    }
}
