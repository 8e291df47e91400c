// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.xenbay.shell.rule.Severity;

/**
 * What the daemon of the run folder says.
 *
 * @param note that no daemon answers, and what to do then; empty when one answers
 * @param hung that a daemon runs and does not answer; empty otherwise
 * @param hypervisor {@code native} or {@code embedded}; empty when it has not said that
 * @param health what its health check has found
 * @param pid its process id, if that is known
 */
public record DaemonState(String note, String hung, String hypervisor, List<Health> health, OptionalLong pid) {

    private static final String CHECK = "daemon";

    /** The health check's finding about a part that is looked at here, too. */
    private static final String SPACE = "space";

    /** What a finding of the health check means to guests, and what tells more about it or mends it. */
    private record Meaning(String why, String command) {}

    private static final Meaning OTHER = new Meaning("the daemon's health check says so", "xenbay health");

    private static final Map<String, Meaning> MEANINGS = Map.of(
            "devices",
                    new Meaning("a guest's device does not work, or not fully", "xenbay devices; xenbay explain <id>"),
            "xenstore", new Meaning("devices are neither found nor changed without XenStore", "xenbay host"),
            "events", new Meaning("the daemon does not notice what guests ask for", "systemctl restart xenbay"),
            "bundles", new Meaning("devices of a type are served by earlier code, or by none", "xenbay bundles"),
            "configuration", new Meaning("a value that was configured is not in force", "xenbay config"),
            "memory", new Meaning("guests are refused what they ask for", "xenbay host"),
            "descriptors", new Meaning("guests are refused files", "xenbay host"),
            "keeper", new Meaning("guests lose their open files when the daemon ends", "xenbay host"));

    /**
     * A finding of the health check.
     *
     * @param check its name
     * @param severity how serious it is
     * @param text what was found
     */
    public record Health(String check, Severity severity, String text) {}

    /** Copies its list. */
    public DaemonState {
        health = List.copyOf(health);
    }

    /**
     * @param note that none runs, and what to do then
     * @return that no daemon answers
     */
    public static DaemonState none(String note) {
        return new DaemonState(note, "", "", List.of(), OptionalLong.empty());
    }

    /**
     * @param hung what the daemon does not do
     * @return that a daemon runs and does not answer
     */
    public static DaemonState hung(String hung) {
        return new DaemonState("", hung, "", List.of(), OptionalLong.empty());
    }

    /**
     * @param process the daemon's process id
     * @return the same, of that process
     */
    public DaemonState ofProcess(long process) {
        return new DaemonState(note, hung, hypervisor, health, OptionalLong.of(process));
    }

    /** What the daemon says, as findings. */
    List<Finding> findings(Host host) throws IOException {
        List<Finding> found = new ArrayList<>();
        if (!hung.isEmpty()) {
            found.add(Finding.critical(CHECK, hung, "guests are not served meanwhile", host.restart()));
        }
        if (hypervisor.equals("embedded") && host.kind() != Host.Kind.NO_XEN) {
            found.add(Finding.critical(
                    CHECK,
                    "the daemon uses the embedded Xen, and this machine runs on a genuine one",
                    "no guest of this host is served: the daemon chooses its Xen when it starts",
                    host.restart()));
        }
        return Stream.concat(
                        found.stream(),
                        health.stream()
                                .filter(each -> !each.check().equals(SPACE))
                                .map(DaemonState::finding))
                .toList();
    }

    private static Finding finding(Health health) {
        Meaning meaning = MEANINGS.getOrDefault(health.check(), OTHER);
        String check = CHECK + " " + health.check().toLowerCase(Locale.ROOT);
        return health.severity() == Severity.OK
                ? Finding.well(check, health.text())
                : new Finding(check, health.severity(), health.text(), meaning.why(), meaning.command());
    }
}
