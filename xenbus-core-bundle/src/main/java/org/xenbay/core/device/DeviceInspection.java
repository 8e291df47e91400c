// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.CompletableFuture;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;

/** The operators' view of one device. From any thread; calls to the device's handler run on the device's mailbox. */
public final class DeviceInspection {

    private final Mailbox mailbox;
    private final ActionRunner runner;
    private final EventProcessor processor;
    private final ActorLog log;
    private final DeviceJournal journal;
    private final StuckCalls stuck;

    DeviceInspection(
            Mailbox mailbox,
            ActionRunner runner,
            EventProcessor processor,
            ActorLog log,
            DeviceJournal journal,
            StuckCalls stuck) {
        this.mailbox = mailbox;
        this.runner = runner;
        this.processor = processor;
        this.log = log;
        this.journal = journal;
        this.stuck = stuck;
    }

    /** @return how the last update of its code went */
    public HandoverView handover() {
        return runner.slot().handover();
    }

    /** @return the device as far as it is known without asking its handler */
    public DeviceView known() {
        return view(runner.lastTrouble());
    }

    /** @return the device with its handler's trouble; completes at the device's turn */
    public CompletableFuture<DeviceView> current() {
        return mailbox.ask(() -> view(runner.trouble()));
    }

    /** @return the device with all of its handler's details; completes at the device's turn */
    public CompletableFuture<DeviceView> detailed() {
        return mailbox.ask(() -> view(runner.slot().report()));
    }

    private DeviceView view(HandlerReport report) {
        String held = stuck.words().orElse("");
        return runner.views().view(processor.model(), log.level(), journal.latest(), report.heldBy(held));
    }
}
