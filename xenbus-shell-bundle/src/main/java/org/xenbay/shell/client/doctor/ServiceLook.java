// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether systemd starts the daemon with the host. */
final class ServiceLook {

    private static final String CHECK = "service";

    /** The folder that the unit of the distribution names. */
    private static final Path USUAL_HOME = Path.of("/opt/xenbay");

    private ServiceLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        if (!host.hasSystemd()) {
            return List.of();
        }
        Optional<Unit> unit = Unit.of(host);
        if (unit.isEmpty()) {
            return List.of(Finding.warning(
                    CHECK,
                    "systemd has no unit " + Unit.NAME,
                    "nothing serves guests after the host has started, and nothing starts a daemon that was killed",
                    install(host.installation().home())));
        }
        String program = unit.get().program().orElse("");
        if (!program.startsWith("/") || !host.isExecutable(program)) {
            return List.of(Finding.critical(
                    CHECK,
                    unit.get().file() + " starts "
                            + (program.isEmpty() ? "nothing" : program + ", which is no program of this host"),
                    "the service cannot start, and guests are not served",
                    install(host.installation().home())));
        }
        if (!Unit.isEnabled(host)) {
            return List.of(Finding.warning(
                    CHECK,
                    Unit.NAME + " is not enabled",
                    "nothing serves guests after the host has started",
                    "systemctl enable xenbay"));
        }
        return List.of(Finding.well(CHECK, unit.get().file() + " is enabled"));
    }

    private static String install(Path home) {
        String unit = Words.quoted(home.resolve("systemd").resolve(Unit.NAME).toString());
        String made = home.equals(USUAL_HOME)
                ? "cp " + unit + " /etc/systemd/system/"
                : "sed " + Words.quoted("s|" + USUAL_HOME + "|" + home + "|") + " " + unit + " >/etc/systemd/system/"
                        + Unit.NAME;
        return made + " && systemctl daemon-reload && systemctl enable --now xenbay";
    }
}
