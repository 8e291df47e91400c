// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A ring and its event channel. An event masks the channel. An event that comes while the channel is masked is delivered when
 * the channel is unmasked.
 */
final class FakePort implements RequestSource {

    private final Lane lane;
    private final Workers.Task task;
    private int sent;
    private int taken;
    private boolean masked;
    private boolean pending;
    private final AtomicInteger ended = new AtomicInteger();

    /** @param task what each request does */
    FakePort(Lane lane, Workers.Task task) {
        this.lane = lane;
        this.task = task;
        lane.attach(this);
    }

    /** The guest puts a request into the ring and sends an event. */
    void send() {
        synchronized (this) {
            sent++;
        }
        raise();
    }

    private void raise() {
        synchronized (this) {
            if (masked) {
                pending = true;
                return;
            }
            masked = true;
        }
        lane.alert();
    }

    @Override
    public void poll() {
        int found;
        synchronized (this) {
            found = sent - taken;
            taken = sent;
        }
        for (int i = 0; i < found; i++) {
            lane.submit(task);
        }
    }

    @Override
    public void unmask() {
        boolean again;
        synchronized (this) {
            masked = false;
            again = pending;
            pending = false;
        }
        if (again) {
            raise();
        }
    }

    @Override
    public void requestEnded() {
        ended.incrementAndGet();
    }

    int ended() {
        return ended.get();
    }

    synchronized boolean isMasked() {
        return masked;
    }
}
