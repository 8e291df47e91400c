// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;

/**
 * The handshake of a recorded device, step by step. The guest changes to the next state when the core has nothing to do any more; in the
 * recording the guest may not have waited for that, so a state of the backend counts that the backend passed. On one thread.
 */
final class Replay {

    /** Longest time of a step. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Recording recording;
    private final ReplayHost host;
    private final Duration patience;
    private String failure = "";

    /**
     * A step of both.
     *
     * @param frontend the frontend's state
     * @param recorded the backend's state in the recording
     * @param now the backend's state in the replay
     * @param same whether the backend did the same
     */
    record Outcome(XenbusState frontend, XenbusState recorded, XenbusState now, boolean same) {}

    /**
     * @param recording what to replay
     * @param host has nothing of it yet
     * @param patience how long a state is waited for that is another one than recorded, because a timer may change it
     */
    Replay(Recording recording, ReplayHost host, Duration patience) {
        this.recording = recording;
        this.host = host;
        this.patience = patience;
    }

    /** @return the steps, in their order */
    List<Outcome> run() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        List<Recording.Step> steps = recording.steps();
        List<DeviceView.Transition> before = List.of();
        for (int i = 0; i < steps.size(); i++) {
            Recording.Step step = steps.get(i);
            if (i == 0) {
                host.attach(step.frontend());
            } else {
                host.write(step.frontend());
            }
            DeviceView now = follow(step, i + 1 == steps.size(), before);
            XenbusState backend = now == null ? XenbusState.UNKNOWN : now.backendState();
            boolean same = now != null && isSame(step, i + 1 == steps.size(), before, now);
            outcomes.add(new Outcome(step.frontend(), step.backend(), backend, same));
            before = now == null ? before : now.transitions();
            failure = now == null ? "" : now.failure();
        }
        return outcomes;
    }

    /** @return the failure at the end; empty when there was none */
    String failure() {
        return failure;
    }

    /** Waits until the core has nothing to do, and for some time more while the state is another one than recorded. */
    private @Nullable DeviceView follow(Recording.Step step, boolean last, List<DeviceView.Transition> before)
            throws InterruptedException {
        long end = System.nanoTime() + BOUND.toNanos();
        boolean rested = false;
        DeviceView previous = null;
        while (true) {
            DeviceView now = host.look();
            if (previous != null && now != null && isAtRest(step, previous, now)) {
                if (isSame(step, last, before, now)) {
                    return now;
                } else if (!rested) {
                    rested = true;
                    end = System.nanoTime() + patience.toNanos();
                }
            }
            if (System.nanoTime() - end > 0) {
                return now;
            }
            previous = now;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The core has seen the frontend's state, and waits for no work on the host. */
    private static boolean isAtRest(Recording.Step step, DeviceView previous, DeviceView now) {
        return now.frontendState() == step.frontend()
                && !now.explanation().startsWith("waits for the " + Side.HOST)
                && !now.explanation().startsWith(DeviceView.STUCK)
                && now.transitions().equals(previous.transitions());
    }

    private static boolean isSame(
            Recording.Step step, boolean last, List<DeviceView.Transition> before, DeviceView now) {
        if (now.backendState() == step.backend()) {
            return now.frontendState() == step.frontend();
        }
        List<DeviceView.Transition> all = now.transitions();
        int known = before.isEmpty() ? 0 : all.lastIndexOf(before.get(before.size() - 1)) + 1;
        return !last
                && all.subList(known, all.size()).stream()
                        .anyMatch(transition ->
                                transition.frontend() == step.frontend() && transition.backend() == step.backend());
    }
}
