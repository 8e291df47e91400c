// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.shell.internal.command.HostMonitoring;

/**
 * Keeps the line true that {@code systemctl status} shows: how many devices there are, and what {@code xenbay health} finds. Where
 * no service manager is registered, this component is not active.
 */
@Component(
        service = {},
        immediate = true)
public final class StatusLine {

    /** The line while nobody keeps it true: the core or the shell is updated, or the daemon ends. */
    static final String UNKNOWN = "not known while the core or the shell is stopped or updated";

    private static final long PERIOD_SECONDS = 10;

    private static final Logger LOG = System.getLogger(StatusLine.class.getName());

    private final ServiceManager manager;
    private final BooleanSupplier isReady;
    private final Monitoring monitoring;
    private final XenbusAdmin core;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("xenbay-status"));

    @GuardedBy("this")
    private String sent = "";

    @GuardedBy("this")
    private boolean ended;

    /** Kinds of failures that are in the log. Used by the timer alone. */
    private final Set<Class<?>> failures = new HashSet<>();

    /**
     * @param manager shows the line
     * @param ready has told the manager before that the daemon is up, with another line
     * @param monitoring says how the host is
     * @param core lists the devices
     */
    @Activate
    public StatusLine(
            @Reference ServiceManager manager,
            @Reference ReadySignal ready,
            @Reference HostMonitoring monitoring,
            @Reference XenbusAdmin core) {
        this(manager, () -> ready.hasReached(manager), monitoring, core);
        timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** One that looks when it is told to. */
    StatusLine(ServiceManager manager, BooleanSupplier isReady, Monitoring monitoring, XenbusAdmin core) {
        this.manager = manager;
        this.isReady = isReady;
        this.monitoring = monitoring;
        this.core = core;
    }

    /** Sends the line if it is another one than before. Throws nothing: the next look has to follow. */
    void look() {
        try {
            if (isReady.getAsBoolean()) {
                send(state());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Throwable failed) { // whatever it is
            note(failed);
        }
    }

    /** @return the line; when the state cannot be told, why, in place of a state that may be over */
    private String state() throws InterruptedException {
        try {
            return line(core.devices(), monitoring.health());
        } catch (RuntimeException | Error failed) {
            note(failed);
            return "not known: " + failed;
        }
    }

    private void note(Throwable failed) {
        if (failures.add(failed.getClass())) {
            LOG.log(Level.WARNING, "how the daemon is cannot be told to the service manager", failed);
        }
    }

    private synchronized void send(String line) {
        String safe = PrintableText.of(line);
        if (!ended && !safe.equals(sent)) {
            manager.status(safe);
            sent = safe;
        }
    }

    /**
     * @param devices all devices
     * @param report what {@code xenbay health} finds
     * @return both in one line
     */
    static String line(List<DeviceView> devices, HealthReport report) {
        long guests =
                devices.stream().map(device -> device.id().domain()).distinct().count();
        String state = report.severity() == Severity.OK
                ? "all well"
                : report.severity().name().toLowerCase(Locale.ROOT) + ": " + report.line();
        return counted(devices.size(), "device") + " of " + counted(guests, "guest") + "; " + state;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Ends with a line that stays true, whatever happens until another component of this class is active. */
    @Deactivate
    synchronized void stop() {
        timer.shutdownNow();
        ended = true;
        manager.status(UNKNOWN);
    }
}
