// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.shell.internal.health.TimedChecks;
import org.xenbay.shell.internal.metrics.Measured;
import org.xenbay.shell.internal.metrics.Metrics;
import org.xenbay.shell.internal.process.ProcessView;

/**
 * Checks and measures by the services that the commands use, for the commands, and for other bundles as a service that is registered as an
 * object (docs/adr/0050).
 */
@Component(service = HostMonitoring.class)
public final class HostMonitoring implements Monitoring {

    private final Platform platform;
    private final TimedChecks checks;

    /** The checks of the host alone: devices are measured one by one. */
    private final TimedChecks hostChecks;

    private @Nullable ServiceRegistration<Monitoring> registration;

    /**
     * @param context of this bundle
     * @param platform the services
     */
    @Activate
    public HostMonitoring(BundleContext context, @Reference Platform platform) {
        this(platform, DaemonFolder.RUN.of(context::getProperty));
    }

    /** @param runFolder null when there is none */
    HostMonitoring(Platform platform, @Nullable Path runFolder) {
        this.platform = platform;
        this.checks = HostChecks.all(platform, runFolder);
        this.hostChecks = HostChecks.withoutDevices(platform, runFolder);
    }

    @Activate
    void register(BundleContext context) {
        registration = context.registerService(Monitoring.class, this, null);
    }

    @Deactivate
    void unregister() {
        if (registration != null) {
            registration.unregister();
        }
    }

    @Override
    public HealthReport health() throws InterruptedException {
        return checks.report();
    }

    @Override
    public String metrics() throws InterruptedException {
        try {
            return Metrics.openMetrics(measured());
        } catch (CommandFailure missing) {
            throw new IllegalStateException(missing.getMessage(), missing);
        }
    }

    /** @return everything that is measured */
    Measured measured() throws InterruptedException {
        HealthReport health = hostChecks.report();
        XenbusAdmin core = platform.admin();
        return new Measured(
                core.host(),
                ProcessView.now(),
                core.memory(),
                platform.descriptors(),
                health,
                core.backends(),
                core.latencies(),
                core.handovers(),
                core.devices());
    }
}
