// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent;

/** The scripts that are being played to one guest concurrently. On the device's executor, except {@link #play}. */
final class Scripts {

    private static final int MAX_SCRIPTS = 16;

    /** Most steps of a script in one turn, so that other devices get their turns. */
    private static final int MAX_STEPS_A_TURN = 256;

    private final DeviceContext device;
    private final GuestInput input;
    private final Supplier<Duration> timeout;
    private final Runnable turn;
    private final List<Script> playing = new ArrayList<>();
    private boolean open;

    /**
     * @param timeout time after which a script fails whose events the guest does not take
     * @param turn causes the device's next turn
     */
    Scripts(DeviceContext device, GuestInput input, Supplier<Duration> timeout, Runnable turn) {
        this.device = device;
        this.input = input;
        this.timeout = timeout;
        this.turn = turn;
    }

    /** The guest is connected: scripts are accepted from now on. */
    void open() {
        open = true;
    }

    /** The guest has left. */
    void close() {
        open = false;
        playing.forEach(Script::guestLeft);
        playing.clear();
    }

    /**
     * Plays a script. From any thread.
     *
     * @return completes when the guest has got all events
     * @throws IllegalArgumentException when the guest does not take such an event
     */
    CompletableFuture<Void> play(List<Step> steps) {
        for (Step step : steps) {
            for (InputEvent event : step.frame()) {
                input.refusal(event).ifPresent(why -> {
                    throw new IllegalArgumentException(device.id() + ": " + why);
                });
            }
        }
        Script script = new Script(List.copyOf(steps));
        script.done().whenComplete((done, failed) -> {
            if (script.done().isCancelled()) {
                input.release(Script.HOLDER);
            }
        });
        device.execute(() -> begin(script));
        return script.done();
    }

    private void begin(Script script) {
        if (!open) {
            script.guestLeft();
        } else if (playing.size() == MAX_SCRIPTS) {
            script.refuse(device.id() + " is being played " + MAX_SCRIPTS + " scripts already");
        } else if (script.takeMemory(device.memory())) {
            playing.add(script);
            watch(script);
            turn.run();
        } else {
            script.refuse(device.id() + ": " + script.size()
                    + " steps are too many now, as the guest is at its limit of memory");
        }
    }

    /** Ends a script with a failure when the guest has taken nothing for the timeout. */
    private void watch(Script script) {
        int before = script.played();
        device.schedule(timeout.get(), () -> {
            if (script.isStuckSince(before)) {
                script.giveUp();
                input.release(Script.HOLDER);
            } else if (!script.isDone()) {
                watch(script);
            }
        });
    }

    /** Flushes the guest's input, and plays steps as long as the guest takes them. */
    void turn() {
        boolean more = true;
        for (int step = 0; more && step < MAX_STEPS_A_TURN; step++) {
            input.flush();
            more = false;
            for (Script script : playing) {
                more |= script.advance(input, device, turn);
            }
        }
        playing.removeIf(Script::isDone);
        if (more) {
            turn.run();
        }
    }
}
