// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.input.InputControl.Step;

/** Steps that are played to a guest at the guest's speed. On the device's executor, except the result. */
final class Script {

    /** The common holder of keys that scripts hold down, so that one script can release what another has pressed. */
    static final Object HOLDER = "scripts";

    /** Steps that a script may have even if the guest has used up its memory. */
    static final int FREE_STEPS = 512;

    /** Approximate bytes of memory of a step, and of each event of it. */
    private static final long STEP_COST = 80;

    private static final long EVENT_COST = 32;

    private static final Runnable NOTHING = () -> {};

    private final List<Step> steps;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    /** Releases the script's memory, once. */
    private final AtomicReference<Runnable> giveBack = new AtomicReference<>(NOTHING);

    private int next;
    private boolean pausing;

    Script(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Takes memory for a long script, until the script ends.
     *
     * @param memory the guest's allowance
     * @return false when the guest is at its limit
     */
    boolean takeMemory(Allowance memory) {
        long cost = steps.stream()
                .skip(FREE_STEPS)
                .mapToLong(step -> STEP_COST + EVENT_COST * step.frame().size())
                .sum();
        if (!memory.tryTake(cost)) {
            return false;
        }
        giveBack.set(() -> memory.give(cost));
        done.whenComplete((played, cancelled) -> giveMemoryBack());
        return true;
    }

    /** To be called before {@link #done} is completed, because a caller that waits for it may check the guest's memory at once. */
    private void giveMemoryBack() {
        giveBack.getAndSet(NOTHING).run();
    }

    /** @return completes when the script has ended; cancelling it ends the script */
    CompletableFuture<Void> done() {
        return done;
    }

    private void fail(String why) {
        giveMemoryBack();
        done.completeExceptionally(new IllegalStateException(why));
    }

    /**
     * Plays the next step if the guest has got all earlier ones and no pause is running.
     *
     * @param turn causes the device's next turn
     * @return whether events have to be flushed now
     */
    boolean advance(GuestInput input, DeviceContext device, Runnable turn) {
        if (pausing || done.isDone() || !input.isIdle()) {
            return false;
        }
        if (next == steps.size()) {
            giveMemoryBack();
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

    /** @return whether it waits for the guest, and has played no step since that number of steps */
    boolean isStuckSince(int before) {
        return next == before && !pausing && !isDone();
    }

    /** @return number of its steps */
    int size() {
        return steps.size();
    }

    /** Refuses to play the script. */
    void refuse(String why) {
        done.completeExceptionally(new IllegalStateException(why));
    }

    void giveUp() {
        fail("the guest does not take its input: its driver has not looked at the ring since step " + next + " of "
                + steps.size());
    }

    void guestLeft() {
        fail("the guest left after " + next + " of " + steps.size() + " steps");
    }
}
