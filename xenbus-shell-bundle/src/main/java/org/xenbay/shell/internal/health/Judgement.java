// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.DeviceView.Health;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.HostView;
import org.xenbay.api.settings.SettingsView;
import org.xenbay.shell.internal.render.DeviceHealth;
import org.xenbay.shell.rule.FreeSpace;

/** What the state of a part means to an operator. Without state. */
public final class Judgement {

    /** The beginning of a keeper's state when there is no keeper. */
    private static final String NO_KEEPER = "none:";

    private static final Set<String> BROKEN = Set.of("fails", "hangs");
    private static final Set<String> NOT_SERVING = Set.of("refused", "waits", "stopped");

    /** A budget of which guests hold so much of a hundred is almost used up. */
    private static final int FULL_PERCENT = 90;

    /** The most names of one kind in a finding. */
    private static final int MAX_NAMED = 3;

    private Judgement() {}

    /**
     * A guest can make its own device fail, so that is no more than a warning; a call that does not return is the host's fault.
     *
     * @param devices all devices
     * @return how they are
     */
    public static Finding devices(List<DeviceView> devices) {
        Map<Health, List<DeviceView>> byHealth = devices.stream()
                .collect(Collectors.groupingBy(
                        DeviceView::health, () -> new EnumMap<>(Health.class), Collectors.toList()));
        Severity severity = byHealth.containsKey(Health.STUCK)
                ? Severity.CRITICAL
                : byHealth.containsKey(Health.FAILED) || byHealth.containsKey(Health.TROUBLED)
                        ? Severity.WARNING
                        : Severity.OK;
        String counts = byHealth.entrySet().stream()
                .map(kind -> counted(kind.getKey(), kind.getValue()))
                .collect(Collectors.joining(", "));
        return new Finding(
                "devices", severity, "devices: " + devices.size() + (counts.isEmpty() ? "" : ", of them " + counts));
    }

    private static String counted(Health health, List<DeviceView> devices) {
        String counted = DeviceHealth.counted(health, devices.size());
        return switch (health) {
            case WELL, WAITS -> counted;
            case TROUBLED, STUCK, FAILED -> counted + named(devices);
        };
    }

    private static String named(List<DeviceView> devices) {
        return " ("
                + some(devices.stream().map(device -> device.id().toString()).toList()) + ")";
    }

    private static String some(List<String> all) {
        String first = all.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return all.size() > MAX_NAMED ? first + ", …" : first;
    }

    /**
     * @param bundles of the platform and of {@code deploy/}
     * @return whether all of them serve
     */
    public static Finding bundles(List<BundleView> bundles) {
        List<String> broken = bundles.stream()
                .filter(bundle -> BROKEN.contains(bundle.state()))
                .map(bundle -> words(bundle, bundle.reason()))
                .toList();
        List<String> bad = new ArrayList<>(broken);
        bundles.stream()
                .filter(bundle -> NOT_SERVING.contains(bundle.state()))
                .forEach(bundle -> bad.add(words(bundle, bundle.reason())));
        bundles.stream()
                .filter(bundle -> !bundle.trouble().isEmpty())
                .forEach(bundle -> bad.add(words(bundle, bundle.trouble())));
        Severity severity = bad.isEmpty() ? Severity.OK : broken.isEmpty() ? Severity.WARNING : Severity.CRITICAL;
        return new Finding(
                "bundles",
                severity,
                "bundles: " + bundles.size() + (bad.isEmpty() ? ", all well" : ", not well: " + some(bad)));
    }

    private static String words(BundleView bundle, String why) {
        return bundle.name() + " " + bundle.state() + (why.isEmpty() ? "" : " (" + why + ")");
    }

    /**
     * @param views of each configuration
     * @return whether all configured values are in force
     */
    public static Finding configuration(List<SettingsView> views) {
        List<String> problems = views.stream()
                .flatMap(view -> view.problems().stream().map(problem -> view.source() + ": " + problem))
                .toList();
        return problems.isEmpty()
                ? new Finding("configuration", Severity.OK, "configuration: in force")
                : new Finding(
                        "configuration",
                        Severity.WARNING,
                        "configuration: values not in force: " + problems.size() + ", such as " + problems.get(0));
    }

    /**
     * @param budget that all guests share; without a limit it is well
     * @return whether some of it is left
     */
    public static Finding budget(String check, BudgetView budget) {
        boolean limited = budget.total() > 0 && budget.total() < Long.MAX_VALUE;
        long percent = limited ? Math.round(100.0 * budget.taken() / budget.total()) : 0;
        return new Finding(
                check,
                percent >= FULL_PERCENT ? Severity.WARNING : Severity.OK,
                check + ": " + percent + " % taken"
                        + (budget.refusals() == 0 ? "" : ", refusals so far: " + budget.refusals()));
    }

    /**
     * With the embedded Xen, guests end with this process, and so may open files.
     *
     * @param host the host
     * @return whether open files outlast the daemon as long as guests do
     */
    public static Finding keeper(HostView host) {
        boolean missing = host.keeper().startsWith(NO_KEEPER);
        if (missing && host.hypervisor().equals("embedded")) {
            return new Finding("keeper", Severity.OK, "open files need not be kept: guests end with this process");
        }
        return missing
                ? new Finding(
                        "keeper",
                        Severity.WARNING,
                        "no process keeps open files for the next daemon:"
                                + host.keeper().substring(NO_KEEPER.length()))
                : new Finding("keeper", Severity.OK, "open files are kept by " + host.keeper());
    }

    /**
     * @param folder the run folder, with journals, bundles and, where it is not elsewhere, the log
     * @return whether its file system has space
     * @throws IOException when that cannot be asked
     */
    public static Finding space(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return space(folder, store.getUsableSpace());
    }

    /**
     * @param folder the run folder
     * @param usable bytes that its file system has left
     * @return whether that is enough
     */
    static Finding space(Path folder, long usable) {
        return new Finding(
                "space", Severity.valueOf(FreeSpace.severity(usable).name()), FreeSpace.text(folder, usable));
    }
}
