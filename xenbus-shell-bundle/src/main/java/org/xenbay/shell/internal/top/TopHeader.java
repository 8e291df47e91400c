// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.process.ProcessView;

/** What stands above the devices: the host, the budgets of guests, and this process. */
final class TopHeader {

    /** Number of lines. */
    static final int LINES = 3;

    private static final double MIB = 1 << 20;

    private TopHeader() {}

    /**
     * @param before the earlier look; null when there was none
     * @param now the later look
     * @param clock the time of day
     * @return its lines
     */
    static List<String> lines(@Nullable Look before, Look now, LocalTime clock) {
        return List.of(host(now, clock), budgets(now), process(Rates.cpuPercent(before, now), now.process()));
    }

    private static String host(Look now, LocalTime clock) {
        HostView host = now.host();
        long well = now.devices().stream().filter(TopColumns::isWell).count();
        return "xenbay top " + clock.truncatedTo(ChronoUnit.SECONDS) + ", " + host.hypervisor() + " Xen, domains: "
                + host.domains() + ", devices: " + now.devices().size() + ", of them " + well + " well"
                + (host.storeConnected() ? "" : ", XenStore cannot be reached");
    }

    private static String budgets(Look now) {
        List<String> parts = new ArrayList<>();
        if (isDivided(now.memory())) {
            parts.add("memory " + Amounts.bytes(now.memory().taken()) + " of "
                    + Amounts.bytes(now.memory().total()) + refusals(now.memory()));
        }
        BudgetView descriptors = now.descriptors();
        if (descriptors != null && isDivided(descriptors)) {
            parts.add("descriptors " + descriptors.taken() + " of " + descriptors.total() + refusals(descriptors));
        }
        parts.add("mapped pages " + now.host().mappedPages());
        parts.add("event channels " + now.host().boundPorts());
        return "guests: " + String.join(", ", parts);
    }

    private static boolean isDivided(BudgetView budget) {
        return budget.total() > 0 && budget.total() < Long.MAX_VALUE;
    }

    private static String refusals(BudgetView budget) {
        return budget.refusals() == 0 ? "" : " (refusals: " + budget.refusals() + ")";
    }

    private static String process(@Nullable Double cpu, ProcessView process) {
        List<String> parts = new ArrayList<>();
        parts.add("processor " + Amounts.count(cpu) + " %");
        parts.add(
                "heap " + Math.round(process.heapUsed() / MIB) + " of " + Math.round(process.heapMax() / MIB) + " MiB");
        if (process.resident() != null) {
            parts.add("resident " + Math.round(process.resident() / MIB) + " MiB");
        }
        parts.add("threads " + process.threads());
        if (process.openDescriptors() != null) {
            parts.add("open files " + process.openDescriptors());
        }
        parts.add("collections " + process.collections() + ", "
                + Amounts.count(process.collecting().toMillis() / 1e3) + " s");
        return "daemon: " + String.join(", ", parts);
    }
}
