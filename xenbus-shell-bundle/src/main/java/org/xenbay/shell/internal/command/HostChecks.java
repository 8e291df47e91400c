// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.shell.internal.health.Judgement;
import org.xenbay.shell.internal.health.TimedChecks;
import org.xenbay.shell.internal.health.TimedChecks.Check;

/** The checks of the daemon and its host, each of which asks one service. */
final class HostChecks {

    /** The longest time for all checks; a monitoring system waits 10 s. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Each xenstored has it; what matters is that an answer comes. */
    private static final StorePath ANY_NODE = StorePath.of("/local");

    private final Platform platform;

    private HostChecks(Platform platform) {
        this.platform = platform;
    }

    /**
     * @param platform what is checked
     * @param runFolder null when there is none
     * @return all checks
     */
    static TimedChecks all(Platform platform, @Nullable Path runFolder) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("devices", () -> Judgement.devices(platform.admin().devices())));
        checks.addAll(new HostChecks(platform).ofHost(runFolder));
        return timed(checks);
    }

    /**
     * @param platform what is checked
     * @param runFolder null when there is none
     * @return the checks of the host alone, for a caller that lists all devices anyway
     */
    static TimedChecks withoutDevices(Platform platform, @Nullable Path runFolder) {
        return timed(new HostChecks(platform).ofHost(runFolder));
    }

    private static TimedChecks timed(List<Check> checks) {
        return new TimedChecks(checks, TIMEOUT, DaemonThreads.named("xenbay-health"));
    }

    private List<Check> ofHost(@Nullable Path runFolder) {
        List<Check> all = new ArrayList<>(List.of(
                new Check("xenstore", this::store),
                new Check("events", this::events),
                new Check(
                        "bundles", () -> Judgement.bundles(platform.deployment().bundles())),
                new Check("configuration", () -> Judgement.configuration(platform.configurationAndFaults())),
                new Check(
                        "memory",
                        () -> Judgement.budget("memory", platform.admin().memory())),
                new Check("descriptors", this::descriptors),
                new Check("keeper", () -> Judgement.keeper(platform.admin().host()))));
        if (runFolder != null) {
            all.add(new Check("space", () -> space(runFolder)));
        }
        return all;
    }

    private Finding store() {
        XenStore store = platform.store();
        store.readBytes(ANY_NODE);
        return new Finding("xenstore", Severity.OK, "XenStore answers");
    }

    private Finding events() {
        return platform.eventChannels().isDelivering()
                ? new Finding("events", Severity.OK, "event channels are read")
                : new Finding("events", Severity.CRITICAL, "no thread reads event channels; only a restart mends that");
    }

    private Finding descriptors() {
        Optional<BudgetView> descriptors = platform.descriptors();
        return descriptors
                .map(budget -> Judgement.budget("descriptors", budget))
                .orElseGet(() -> new Finding("descriptors", Severity.OK, "descriptors: no bundle opens files"));
    }

    private static Finding space(Path folder) {
        try {
            return Judgement.space(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " does not say how much space it has", failed);
        }
    }
}
