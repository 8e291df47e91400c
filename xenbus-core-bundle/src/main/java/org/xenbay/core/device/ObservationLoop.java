// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.core.device.NodeChanges.Changed;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.Observation;
import org.xenbay.core.machine.Phase;

/**
 * Reads a device's nodes after they have changed, as often as {@link NodeChanges} allows. Any thread may report changes; the
 * nodes are read on the device's mailbox.
 */
final class ObservationLoop {

    private static final Logger LOG = System.getLogger(ObservationLoop.class.getName());

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActionRunner runner;
    private final EventProcessor processor;
    private final NodeChanges changes = new NodeChanges(System::nanoTime);

    ObservationLoop(DeviceActor actor, CoreContext core, ActionRunner runner, EventProcessor processor) {
        this.actor = actor;
        this.core = core;
        this.runner = runner;
        this.processor = processor;
    }

    /** @param node changed below the backend's directory; empty: the directory itself, or too many to name */
    void backendChanged(String node) {
        observeIn(changes.backend(node));
    }

    /** @param node changed below the frontend's directory; empty: the directory itself, or too many to name */
    void frontendChanged(String node) {
        observeIn(changes.frontend(node));
    }

    /** A read or a write conflicted with another change: the nodes are read again after a pause. */
    void conflict() {
        observeIn(changes.conflict(Changed.nothing()));
    }

    /** Like {@link #conflict}, and runs the task on the device's mailbox after the pause. */
    void runAfterConflict(Runnable task) {
        conflict();
        later(changes.early(), task);
    }

    private void observeIn(long nanos) {
        if (nanos == 0) {
            actor.enqueue(this::observe);
        } else if (nanos != NodeChanges.SCHEDULED) {
            later(nanos, this::observe);
        }
    }

    private void later(long nanos, Runnable task) {
        try {
            core.timers().schedule(() -> actor.enqueue(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.log(Level.DEBUG, actor.id() + ": too late, the core has stopped");
        }
    }

    /** Level-triggered: reads the nodes as they are now, however many changes led here. */
    private void observe() {
        long early = changes.early();
        if (early > 0) {
            later(early, this::observe);
            return;
        }
        Changed changed = changes.take();
        if (processor.model().phase() == Phase.GONE) {
            return;
        }
        try {
            Observation now = runner.observe(processor.model(), changed.frontend());
            tellHandler(changed);
            processor.process(new Event.Observed(now));
        } catch (XenStoreException failed) {
            if (Failure.isConflict(failed)) {
                observeIn(changes.conflict(changed));
            } else {
                actor.storeFailed(failed);
            }
        }
        changes.settle();
    }

    private void tellHandler(Changed changed) {
        for (String node : changed.backend()) {
            if (!node.equals("state") && !node.equals("online")) {
                actor.runForHandler(() -> runner.slot().tellBackendChanged(node));
            }
        }
        for (String node : changed.frontend()) {
            if (!node.equals("state")) {
                actor.runForHandler(() -> runner.slot().tellFrontendChanged(node));
            }
        }
    }
}
