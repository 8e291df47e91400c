// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.recording.Span;

/**
 * The calls of a device into its backend's code, one at a time: which one is under way, and whether it was given up. They start
 * and end on the device's mailbox; any thread may read.
 */
final class Calls implements CallWatch.Watched {

    /** No call is under way. */
    private static final long NONE = 0;

    /** The call that was under way was given up; no call follows. */
    private static final long LOST = -1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Calls.class, "state", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * A call that is under way.
     *
     * @param number counts calls from 1
     * @param what the method or the kind of task
     * @param thread the thread that runs it
     */
    record Call(long number, String what, Thread thread) {}

    private final DeviceId device;
    private volatile long state = NONE;
    private long number;
    private int depth;
    private String what = "";
    private @Nullable Thread thread;
    private Span span = Span.NONE;
    /** Whether the call that was given up has returned, and what its thread does then. */
    @GuardedBy("this")
    private boolean isBack;

    @GuardedBy("this")
    private Runnable onReturn = () -> {};

    Calls(DeviceId device) {
        this.device = device;
    }

    /** @param name the method or the kind of task; followed by {@link #leave} in any case */
    void enter(String name) {
        if (depth++ == 0) {
            what = name;
            thread = Thread.currentThread();
            span = FlightEvents.backendCall(device, name);
            STATE.setRelease(this, ++number);
        }
    }

    /** @throws GivenUp when the call took too long: its result must not be used */
    void leave() {
        if (--depth == 0) {
            boolean awaited = STATE.compareAndSet(this, number, NONE);
            span.end(awaited ? "ended" : "given up");
            if (!awaited) {
                throw new GivenUp(this);
            }
        }
    }

    /** @return the device */
    DeviceId device() {
        return device;
    }

    @Override
    public @Nullable Call underWay() {
        long now = state;
        if (now == NONE || now == LOST) {
            return null;
        }
        String name = what;
        Thread caller = thread;
        return state == now && caller != null ? new Call(now, name, caller) : null;
    }

    /**
     * The call that was given up has returned. On its thread.
     */
    void returned() {
        Runnable then;
        synchronized (this) {
            isBack = true;
            then = onReturn;
        }
        then.run();
    }

    /**
     * @param then runs on the thread of the call that was given up, as soon as the call returns
     * @param lane runs it if the call has returned already
     */
    void whenReturned(Runnable then, Lane lane) {
        synchronized (this) {
            if (!isBack) {
                onReturn = then;
                return;
            }
        }
        lane.run(then);
    }

    /**
     * From any thread.
     *
     * @return whether the call is still under way and its result will be dropped
     */
    boolean giveUp(Call call) {
        return STATE.compareAndSet(this, call.number(), LOST);
    }
}
