// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other programs that serve devices of guests, or take part in that. */
final class CompetitorLook {

    private static final String CHECK = "competitors";
    private static final String RUN_FOLDER = "-Dxenbay.run.dir=";

    private CompetitorLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        List<Finding> found = new ArrayList<>();
        for (HostProcess process : HostProcess.all(host)) {
            if (process.program().contains("qemu")) {
                found.addAll(qemu(host, process));
            } else if (process.name().startsWith("xen-9pfsd")) {
                found.add(Finding.warning(
                        CHECK,
                        process + " serves shared folders of type xen_9pfsd",
                        "guests get its 9 operations in place of a file system; a guest that has a share of it keeps it until it is created again",
                        "kill " + process.pid() + "; " + host.restart()));
            } else if (isOtherDaemon(host, process)) {
                found.add(Finding.critical(
                        CHECK,
                        "another xenbay (process " + process.pid() + ") runs in "
                                + process.after(RUN_FOLDER).orElse("another folder"),
                        "both take the devices of all guests for their own",
                        "kill " + process.pid()));
            }
        }
        return found.isEmpty()
                ? List.of(Finding.well(CHECK, "no other program serves devices of PV or PVH guests"))
                : found;
    }

    /** An HVM guest needs its QEMU, and domain 0 may have one for disks that are attached to itself. */
    private static List<Finding> qemu(Host host, HostProcess process) throws IOException {
        Optional<String> domain = process.behind("-xen-domid").filter(id -> id.matches("[1-9]\\d{0,4}"));
        boolean forPv = process.behind("-machine")
                        .or(() -> process.behind("-M"))
                        .filter(machine -> machine.startsWith("xenpv"))
                        .isPresent()
                || process.words().contains("-xen-attach");
        if (domain.isEmpty() || !forPv) {
            return List.of();
        }
        Optional<GuestFile> file = GuestFile.named(host, process.behind("-name").orElse(""));
        String create = file.map(guest -> " && " + (guest.hasModel() ? "" : guest.addModel(host) + " && ")
                        + "xl create " + Words.quoted(guest.file()))
                .orElse(", and xl create with this line in the guest's configuration: device_model_override=\""
                        + host.installation().helper() + '"');
        return List.of(Finding.warning(
                CHECK,
                "QEMU (process " + process.pid() + ") is the device model of domain " + domain.get()
                        + ", a PV or PVH guest",
                "the guest's consoles, keyboard, screen, USB and shared folders that QEMU took first stay with QEMU",
                "xl shutdown -w " + domain.get() + create));
    }

    /** @return whether it is a daemon for this machine's Xen, of another run folder */
    private static boolean isOtherDaemon(Host host, HostProcess process) {
        boolean daemon = process.words().stream().anyMatch(word -> word.endsWith("/xenbay-launcher.jar"));
        if (!daemon || process.words().contains("-Dxenbay.embedded=always")) {
            return false;
        }
        try {
            Path run = Path.of(process.after(RUN_FOLDER).orElse("")).normalize();
            return !run.equals(host.installation().run());
        } catch (InvalidPathException notAFolder) {
            return true;
        }
    }
}
