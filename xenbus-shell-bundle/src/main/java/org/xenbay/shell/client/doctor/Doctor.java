// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.shell.rule.Severity;

/** Looks at a host, part by part. Changes nothing. */
public final class Doctor {

    /** What matters on any machine. */
    private static final List<Check> EVERYWHERE = List.of(
            new Check("java", JavaLook::at),
            new Check("configuration", ConfigurationLook::at),
            new Check("run folder", RunFolderLook::at),
            new Check("libraries", LibraryLook::jna),
            new Check("limits", LimitsLook::at),
            new Check("daemon", (host, daemon) -> daemon.findings(host)));

    /** What matters where guests are served. */
    private static final List<Check> ON_XEN = List.of(
            new Check("kernel", KernelLook::devices),
            new Check("xenfs", KernelLook::xenfs),
            new Check("confinement", KernelLook::landlock),
            new Check("tracing", KernelLook::tracing),
            new Check("xenstore", XenDaemonLook::xenstore),
            new Check("service", ServiceLook::at),
            new Check("competitors", CompetitorLook::at),
            new Check("usb", LibraryLook::libusb));

    /** What matters where no hypervisor runs. */
    private static final List<Check> WITHOUT_XEN = List.of(new Check("kernel", KernelLook::hypervisor));

    /** What matters where guests are made. */
    private static final List<Check> IN_DOMAIN_0 = List.of(
            new Check("consoles", XenDaemonLook::xenconsoled),
            new Check("helper", ToolstackLook::helper),
            new Check("xl", ToolstackLook::configuration),
            new Check("guests", GuestLook::at));

    private Doctor() {}

    /**
     * @param host the host
     * @param daemon what its daemon says
     * @return what was found
     */
    public static Report examine(Host host, DaemonState daemon) {
        List<String> notes = new ArrayList<>();
        if (!daemon.note().isEmpty()) {
            notes.add(daemon.note());
        }
        List<Finding> findings = new ArrayList<>();
        Host.Kind kind;
        try {
            kind = host.kind();
        } catch (IOException unreadable) {
            return Report.of("an unknown host", notes, List.of(unknown("kernel", unreadable)));
        }
        if (kind != Host.Kind.NO_XEN && !host.probes().isRoot()) {
            notes.add("some things are for root to see: sudo xenbay doctor sees all");
        }
        checks(kind).forEach(check -> findings.addAll(look(check, host, daemon)));
        return Report.of(words(kind), notes, findings);
    }

    private static List<Check> checks(Host.Kind kind) {
        List<List<Check>> checks = switch (kind) {
            case DOMAIN_0 -> List.of(ON_XEN, IN_DOMAIN_0, EVERYWHERE);
            case DRIVER_DOMAIN -> List.of(ON_XEN, EVERYWHERE);
            case NO_XEN -> List.of(WITHOUT_XEN, EVERYWHERE);
        };
        return checks.stream().flatMap(List::stream).toList();
    }

    private static List<Finding> look(Check check, Host host, DaemonState daemon) {
        try {
            return check.look().at(host, daemon);
        } catch (IOException unreadable) {
            return List.of(unknown(check.name(), unreadable));
        }
    }

    private static Finding unknown(String check, IOException unreadable) {
        return new Finding(
                check,
                Severity.UNKNOWN,
                check + " could not be looked at: " + unreadable,
                "what is not seen may be wrong",
                "sudo xenbay doctor");
    }

    private static String words(Host.Kind kind) {
        return switch (kind) {
            case DOMAIN_0 -> "Xen, domain 0";
            case DRIVER_DOMAIN -> "Xen, a driver domain";
            case NO_XEN -> "no Xen host, so guests are those of the embedded Xen";
        };
    }
}
