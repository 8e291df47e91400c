// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DeviceView.Transition;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;
import org.xenbay.core.machine.Action;
import org.xenbay.core.machine.Decision;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.Model;

/** The latest changes of one device, in words. */
final class DeviceJournal {

    private static final int KEPT = 32;

    private final DeviceId id;
    private final Consumer<DeviceEvent> listeners;
    private final CoreHistory history;
    private final Deque<Transition> latest = new ArrayDeque<>();

    /**
     * @param id the device
     * @param listeners get each change
     * @param history keeps the changes beyond this process
     */
    DeviceJournal(DeviceId id, Consumer<DeviceEvent> listeners, CoreHistory history) {
        this.id = id;
        this.listeners = listeners;
        this.history = history;
    }

    /** Notes a decision that changed something. */
    void note(Model before, Event event, Decision decision) {
        Model after = decision.next();
        boolean changed = !decision.actions().isEmpty()
                || before.phase() != after.phase()
                || before.seen().frontend() != after.seen().frontend();
        if (!changed && before.seen().backend() == after.seen().backend()) {
            return;
        }
        Transition transition = new Transition(
                Instant.now(),
                words(event),
                after.seen().backend(),
                after.seen().frontend(),
                decision.actions().isEmpty()
                        ? after.waiting().toString()
                        : String.join(
                                ", ",
                                decision.actions().stream()
                                        .filter(action -> !(action instanceof Action.StopTimer))
                                        .map(DeviceJournal::words)
                                        .toList()));
        history.states(new HistoryView.States(transition.backend(), transition.frontend()), words(transition));
        if (!changed) {
            return; // Only the backend's own write is seen again, which the history alone has.
        }
        synchronized (latest) {
            if (latest.size() == KEPT) {
                latest.removeFirst();
            }
            latest.addLast(transition);
        }
        listeners.accept(new DeviceEvent(id, transition));
    }

    List<Transition> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    private static String words(Transition transition) {
        return transition.event() + (transition.action().isEmpty() ? "" : ": " + transition.action());
    }

    private static String words(Event event) {
        if (event instanceof Event.Observed observed) {
            return "XenStore: backend " + observed.now().backend() + ", frontend "
                    + observed.now().frontend();
        }
        if (event instanceof Event.Failed failed) {
            return "failed: " + failed.message();
        }
        return spaced(event.getClass().getSimpleName());
    }

    private static String words(Action action) {
        if (action instanceof Action.WriteState write) {
            return "state " + write.state();
        }
        if (action instanceof Action.Report report) {
            return "report " + report.message();
        }
        if (action instanceof Action.StartTimer timer) {
            return "start timer for " + timer.purpose().name().toLowerCase(Locale.ROOT);
        }
        if (action instanceof Action.Connect connect) {
            return switch (connect.origin()) {
                case FRESH -> "connect";
                case ADOPTED -> "adopt";
                case PARKED -> "resume";
            };
        }
        return spaced(action.getClass().getSimpleName());
    }

    private static String spaced(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
