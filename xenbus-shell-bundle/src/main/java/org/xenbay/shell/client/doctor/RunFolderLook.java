// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.shell.rule.FreeSpace;
import org.xenbay.shell.rule.Severity;

/** The folder of sockets and of all that a next daemon needs. */
final class RunFolderLook {

    private static final String CHECK = "run folder";

    private RunFolderLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        Path run = host.installation().run();
        Optional<Mount> mount = Mount.of(host, run);
        List<Finding> found = new ArrayList<>();
        // Without xenfs bin/xenbay has chosen another folder than on Xen, which is said already.
        boolean onXen = host.kind() != Host.Kind.NO_XEN && host.has(Host.CAPABILITIES);
        if (onXen && mount.filter(there -> !there.isInMemory()).isPresent()) {
            found.add(Finding.warning(
                    CHECK,
                    run + " is on a file system of type " + mount.get().type() + ", not in memory",
                    "after a restart of the host the daemon finds what guests of before had; and journals of guests wait for the disk",
                    Words.quoted(host.installation().program()) + " --run-dir /run/xenbay --daemon"));
        }
        long usable = host.probes().usableSpace(existing(host, run));
        if (FreeSpace.severity(usable) != Severity.OK) {
            String point =
                    mount.map(there -> Words.quoted(there.point().toString())).orElse("/run");
            found.add(new Finding(
                    CHECK,
                    FreeSpace.severity(usable),
                    FreeSpace.text(run, usable),
                    "without a journal there a guest's device is closed when the daemon is killed, and bundles cannot be replaced",
                    mount.filter(Mount::isInMemory).isPresent()
                            ? "mount -o remount,size=1G " + point
                            : "du -xh --max-depth=2 " + point + " | sort -h"));
        }
        return found.isEmpty() ? List.of(Finding.well(CHECK, FreeSpace.text(run, usable))) : found;
    }

    /** @return the folder, or the one in which it would be made */
    private static Path existing(Host host, Path run) {
        Path folder = run;
        while (!Files.isDirectory(host.file(folder)) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return host.file(folder);
    }
}
