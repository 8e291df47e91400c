// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.xenbay.core.machine.Action;
import org.xenbay.core.machine.Decision;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.Model;
import org.xenbay.core.machine.StateMachine;

/**
 * Gives a device's events to the state machine and has the resulting actions carried out. When a call of an action does not
 * return, another thread continues behind that action. On the device's mailbox only; the model is read from any thread.
 */
final class EventProcessor {

    private final DeviceActor actor;
    private final ActionRunner runner;
    private final DeviceJournal journal;
    private final ActorLog log;
    private volatile Model model = Model.NEW;

    private final Queue<Event> events = new ArrayDeque<>();
    private Iterator<Action> actions = Collections.emptyIterator();
    /** The action under way. */
    private @Nullable Action current;
    /** Set when an action has failed: the actions after it are skipped, except those that end something. */
    private boolean voided;

    EventProcessor(DeviceActor actor, ActionRunner runner, DeviceJournal journal, ActorLog log) {
        this.actor = actor;
        this.runner = runner;
        this.journal = journal;
        this.log = log;
    }

    Model model() {
        return model;
    }

    void process(Event event) {
        actor.assertExecutor();
        events.add(event);
        run();
    }

    /**
     * Gives up the call of the current action and continues behind that action.
     *
     * @param message names the call
     * @return whether an action was under way
     */
    boolean giveUpAction(String message) {
        actor.assertExecutor();
        Action lost = current;
        if (lost == null) {
            return false;
        }
        if (lost instanceof Action.Forget) {
            carryOut(lost);
        } else if (!lost.isEnding()) {
            voided = true;
            events.add(runner.givenUp(lost, message));
        }
        run();
        return true;
    }

    private void run() {
        boolean done = false;
        try {
            for (Action action = next(); action != null; action = next()) {
                carryOut(action);
            }
            done = true;
        } catch (GivenUp lost) {
            done = true; // another thread processes events now
            throw lost;
        } finally {
            if (!done) {
                events.clear();
                actions = Collections.emptyIterator();
                current = null;
            }
        }
    }

    /** Moves to the next action, if there is one; at the end of a decision, decides on the next event. */
    private @Nullable Action next() {
        while (!actions.hasNext()) {
            current = null;
            Event event = events.poll();
            if (event == null) {
                return null;
            }
            decide(event);
        }
        Action action = actions.next();
        current = action;
        return action;
    }

    private void decide(Event event) {
        Model before = model;
        Decision decision = StateMachine.decide(before, event);
        model = decision.next();
        journal.note(before, event, decision);
        log.debug(() -> event + " -> " + decision.actions());
        voided = false;
        actions = decision.actions().iterator();
    }

    private void carryOut(Action action) {
        if (voided && !action.isEnding()) {
            return;
        }
        try {
            ActionResult result = runner.run(action, model);
            if (result instanceof ActionResult.Follows follows) {
                events.add(follows.event());
            } else if (result == ActionResult.OVERTAKEN) {
                voided = true;
                actor.backendChanged("state");
            }
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            voided = true;
            events.add(actor.consequence(thrown));
        }
    }
}
