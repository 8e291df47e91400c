// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.input.InputControl.Step;

/** Steps that are played to a guest, at the speed it takes them. On the device's executor, except the result. */
final class Script {

    /** What scripts hold down is held by all of them, so that one can release what another pressed. */
    static final Object HOLDER = "scripts";

    /** Steps that a script may have, whatever the guest has taken of its memory. */
    static final int FREE_STEPS = 512;

    /** About so many bytes of memory a step needs, and each event of it. */
    private static final long STEP_COST = 80;

    private static final long EVENT_COST = 32;

    private final List<Step> steps;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int next;
    private boolean pausing;

    Script(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Takes the memory of a long script, until it is done.
     *
     * @param memory the guest's part
     * @return false when the guest is at its limit
     */
    boolean keep(Allowance memory) {
        long cost = steps.stream()
                .skip(FREE_STEPS)
                .mapToLong(step -> STEP_COST + EVENT_COST * step.frame().size())
                .sum();
        boolean kept = memory.tryTake(cost);
        if (kept) {
            done.whenComplete((played, failed) -> memory.give(cost));
        }
        return kept;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    /**
     * Plays the next step if the guest has got all before and no pause is under way.
     *
     * @param turn makes the device look again
     * @return whether the guest has something to be told now
     */
    boolean advance(GuestInput input, DeviceContext device, Runnable turn) {
        if (pausing || done.isDone() || !input.isIdle()) {
            return false;
        }
        if (next == steps.size()) {
            done.complete(null);
            return false;
        }
        Step step = steps.get(next++);
        input.frame(HOLDER, step.frame());
        if (!step.pause().isZero()) {
            pausing = true;
            device.schedule(step.pause(), () -> {
                pausing = false;
                turn.run();
            });
        }
        return true;
    }

    boolean isDone() {
        return done.isDone();
    }

    /** @return steps played so far */
    int played() {
        return next;
    }

    /** @return whether it waits for the guest, and has done so since it had played that many steps */
    boolean isStuckSince(int before) {
        return next == before && !pausing && !isDone();
    }

    void giveUp() {
        done.completeExceptionally(new IllegalStateException("the guest does not take its input: its driver has not"
                + " looked at the ring since step " + next + " of " + steps.size()));
    }

    void guestLeft() {
        done.completeExceptionally(
                new IllegalStateException("the guest left after " + next + " of " + steps.size() + " steps"));
    }
}
