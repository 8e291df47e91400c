// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.core.device.Calls.Call;

/**
 * Finds calls of one device into its backend's code that take too long, and gives up those that do not return. From any thread,
 * unless a method says otherwise.
 */
final class StuckCalls {

    private static final Logger LOG = System.getLogger(StuckCalls.class.getName());

    /** Registers work for when a call that was given up returns. */
    interface Returned {

        /**
         * @param then done when the call has returned
         * @param lane of the call's code
         */
        void then(Runnable then, Lane lane);
    }

    /** Continues without the call. */
    interface Successor {

        /**
         * A call was given up. On the device's mailbox, on another thread than the call's.
         *
         * @param call the call in words, or {@link LostCall#WAITING}
         * @param why in words
         * @param returned registers work for when the call has returned
         */
        void givenUp(String call, String why, Returned returned);
    }

    private final DeviceActor actor;
    private final ActionRunner runner;
    private final Mailbox mailbox;
    private final CallLimits limits;
    private final CallWatch watch;
    private volatile DirectCalls direct;
    private final CallWatch directWatch;
    private final LaneWatch laneWatch;
    private final Successor successor;
    /** Give substitute answers to questions that cannot be asked during a call that takes too long. */
    private final Set<Runnable> asked = ConcurrentHashMap.newKeySet();

    StuckCalls(DeviceActor actor, ActionRunner runner, Mailbox mailbox, CallLimits limits, Successor successor) {
        this.actor = actor;
        this.runner = runner;
        this.mailbox = mailbox;
        this.limits = limits;
        this.direct = new DirectCalls(actor.id());
        this.watch = new CallWatch(actor.id(), limits.notice());
        this.directWatch = new CallWatch(actor.id(), limits.notice());
        this.laneWatch = new LaneWatch(limits.notice());
        this.successor = successor;
    }

    /** To be called from time to time, on one thread. */
    void look(long now) {
        Calls calls = runner.slot().calls();
        watch.look(now, calls, runner.slot().code())
                .filter(late -> late.time().compareTo(limits.giveUp()) >= 0)
                .ifPresent(late -> giveUp(calls, late.call(), late.time().toSeconds() + " s"));
        directWatch
                .look(now, direct, runner.slot().code())
                .filter(late -> late.time().compareTo(limits.giveUp()) >= 0)
                .ifPresent(this::giveUpDirect);
        laneWatch.look(now, mailbox.laneWaitedFor());
        if (isStuck()) {
            asked.forEach(Runnable::run);
        }
    }

    /** @return whether a call takes too long, or the device waits for a thread because of such calls */
    boolean isStuck() {
        return watch.late().isPresent() || waitsForStuckLane();
    }

    private boolean waitsForStuckLane() {
        return laneWatch.isStuck(mailbox.laneWaitedFor());
    }

    /** @return what holds the device up, in words */
    Optional<String> words() {
        Optional<String> late = watch.late().or(directWatch::late).map(Object::toString);
        return late.isEmpty() && waitsForStuckLane()
                ? Optional.of("waits for a thread: calls into its backend hold all that they may, and do not return")
                : late;
    }

    /** @return the direct calls of its event listeners */
    DirectCalls direct() {
        return direct;
    }

    /** @return the call under way, in words */
    String underWay() {
        Call call = runner.slot().calls().underWay();
        return call == null ? "waits for a thread" : "in " + call.what();
    }

    /** Takes the device from its backend's code, if the device is in a call or waits for a thread. */
    void giveUp(String time) {
        Calls calls = runner.slot().calls();
        Call call = calls.underWay();
        if (call != null) {
            giveUp(calls, call, time);
        } else if (mailbox.waitsForLane() && mailbox.withdraw()) {
            mailbox.continueOnNewThread(() -> successor.givenUp(
                    LostCall.WAITING,
                    runner.slot().code() + " has held all its threads for " + time,
                    (then, lane) -> lane.run(then)));
        }
    }

    private void giveUp(Calls calls, Call call, String time) {
        if (calls.giveUp(call)) {
            String why = runner.slot().code() + " has not returned from " + call.what() + " for " + time;
            LOG.log(
                    Level.WARNING,
                    actor.id() + " is given up: " + why + "; thread "
                            + call.thread().getName() + " is held until it does");
            mailbox.continueOnNewThread(() -> successor.givenUp(call.what(), why, calls::whenReturned));
        }
    }

    /** Gives up listeners on the event thread. The device's own thread is free, so the device gets an ordinary event. */
    private void giveUpDirect(CallWatch.OverdueCall late) {
        DirectCalls lost = direct;
        if (late.calls() == lost) {
            direct = new DirectCalls(actor.id());
            HandlerSlot slot = runner.slot();
            String why = slot.code() + " has not returned from " + late.call().what() + " for "
                    + late.time().toSeconds() + " s";
            LOG.log(Level.WARNING, actor.id() + " is given up: " + why);
            mailbox.execute(() -> {
                if (runner.slot() == slot) {
                    successor.givenUp(late.call().what(), why, lost::whenReturned);
                }
            });
        }
    }

    /** @return the answer; {@code otherwise} if a call that takes too long prevents the answer */
    <T> CompletableFuture<T> unlessStuck(CompletableFuture<T> answer, T otherwise) {
        Runnable instead = () -> answer.complete(otherwise);
        asked.add(instead);
        answer.whenComplete((said, failed) -> asked.remove(instead));
        if (isStuck()) {
            instead.run();
        }
        return answer;
    }
}
