// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.xenbay.shell.client.doctor.DaemonState;
import org.xenbay.shell.client.doctor.Doctor;
import org.xenbay.shell.client.doctor.Host;
import org.xenbay.shell.client.doctor.Installation;
import org.xenbay.shell.client.doctor.Report;

/** {@code xenbay doctor}: says what on this host is not as it should be, and the command that mends it. It needs no daemon. */
public final class DoctorMain {

    private static final String JSON = "--json";
    private static final int OWN_ARGUMENTS = 4;

    private DoctorMain() {}

    /**
     * Called by bin/xenbay.
     *
     * @param arguments {@code <run folder> <columns> <home> <etc> [--json]}
     * @throws InterruptedException never, as nothing interrupts this process's first thread
     */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    private static int run(String[] arguments, PrintStream out) throws InterruptedException {
        List<String> options =
                Arrays.asList(arguments).subList(Math.min(OWN_ARGUMENTS, arguments.length), arguments.length);
        if (arguments.length < OWN_ARGUMENTS || options.stream().anyMatch(option -> !option.equals(JSON))) {
            System.err.println("xenbay: usage: doctor [" + JSON + "]");
            return ExitCode.USAGE;
        }
        Path run = Path.of(arguments[0]);
        Host host = Host.ofThisMachine(new Installation(Path.of(arguments[2]), Path.of(arguments[3]), run));
        boolean colour = Integer.parseInt(arguments[1]) > 0
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        Report report = Doctor.examine(host, daemon(host, run));
        out.println(options.contains(JSON) ? report.json() : report.text(colour));
        return report.severity().exit();
    }

    private static DaemonState daemon(Host host, Path run) throws InterruptedException {
        DaemonSocket socket = new DaemonSocket(run.resolve("shell.sock"));
        try {
            return new AskedDaemon(socket, Complaints.HEALTH_TIMEOUT).ask(host.start());
        } catch (IOException unreadable) {
            return DaemonState.none("the service's unit cannot be read: " + unreadable.getMessage());
        }
    }
}
