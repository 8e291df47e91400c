// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.xenbay.api.device.XenbusState;

/** Records the states of a frontend and of its backend, for tests. Methods may be called from any thread. */
public final class FrontendProbe implements FrontendListener {

    private final List<XenbusState> frontend = new ArrayList<>();

    @GuardedBy("this")
    private final List<XenbusState> backend = new ArrayList<>();

    @GuardedBy("this")
    private final List<String> failures = new ArrayList<>();

    @Override
    public synchronized void frontendState(XenbusState state) {
        frontend.add(state);
        notifyAll();
    }

    @Override
    public synchronized void backendState(XenbusState state) {
        backend.add(state);
        notifyAll();
    }

    @Override
    public synchronized void failed(String message) {
        failures.add(message);
        notifyAll();
    }

    /** @return the states the frontend wrote, in order */
    public synchronized List<XenbusState> frontendStates() {
        return List.copyOf(frontend);
    }

    /** @return the states of the backend that the frontend noticed, in order; quick changes may be missing */
    public synchronized List<XenbusState> backendStates() {
        return List.copyOf(backend);
    }

    /** @return the reasons why the device could not be driven, in order */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Waits until the state that the frontend has written last is a given one.
     *
     * @param state the state to wait for
     * @param timeout how long to wait
     * @return whether it was written in time
     * @throws InterruptedException when interrupted
     */
    public boolean awaitFrontend(XenbusState state, Duration timeout) throws InterruptedException {
        return await(
                probe -> !probe.frontend.isEmpty() && probe.frontend.get(probe.frontend.size() - 1) == state, timeout);
    }

    /**
     * Waits until the records satisfy a condition.
     *
     * @param condition evaluated after each record
     * @param timeout how long to wait
     * @return whether it was satisfied in time
     * @throws InterruptedException when interrupted
     */
    public synchronized boolean await(Predicate<FrontendProbe> condition, Duration timeout)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
