// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import static org.xenbay.shell.client.doctor.BrokenHosts.critical;
import static org.xenbay.shell.client.doctor.BrokenHosts.unit;
import static org.xenbay.shell.client.doctor.BrokenHosts.warning;

import java.util.List;
import org.xenbay.shell.client.doctor.BrokenHosts.Broken;
import org.xenbay.shell.client.doctor.DaemonState.Health;
import org.xenbay.shell.rule.Severity;

/** Hosts on which all is well but for the daemon, and what is said of it. */
final class BrokenDaemons {

    private BrokenDaemons() {}

    /** What the daemon says of itself, and the limits that it has. */
    static List<Broken> daemons() {
        return List.of(
                warning(
                        "a daemon with few files",
                        host -> host.daemon("1024", "2"),
                        "the daemon (process 777) may open 1024 files",
                        unit("LimitNOFILE", "1048576")),
                warning(
                        "a daemon without priority",
                        host -> host.daemon("1048576", "0"),
                        "may give threads no real-time priority",
                        unit("LimitRTPRIO", "2")),
                critical(
                        "a daemon on the embedded Xen",
                        host -> {
                            host.daemon("1048576", "2");
                            host.answers("embedded");
                        },
                        "the daemon uses the embedded Xen",
                        "systemctl restart xenbay"),
                critical(
                        "a daemon that does not answer",
                        host -> {
                            host.daemon("1048576", "2");
                            host.daemon = DaemonState.hung("the daemon has not answered for 10 s")
                                    .ofProcess(TestHost.DAEMON);
                        },
                        "the daemon has not answered for 10 s",
                        "systemctl restart xenbay"),
                warning(
                        "a daemon with a refused value",
                        host -> {
                            host.daemon("1048576", "2");
                            host.answers(
                                    "native",
                                    new Health(
                                            "configuration", Severity.WARNING, "configuration: values not in force: 1"),
                                    new Health("space", Severity.WARNING, "looked at here, too"));
                        },
                        "configuration: values not in force: 1",
                        "xenbay config"),
                critical(
                        "a daemon with a check of another release",
                        host -> {
                            host.daemon("1048576", "2");
                            host.answers("native", new Health("moon", Severity.CRITICAL, "moon: full"));
                        },
                        "moon: full",
                        "xenbay health"));
    }
}
