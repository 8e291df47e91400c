// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Xen's own daemons in domain 0. */
final class XenDaemonLook {

    private static final String XENSTORE = "xenstore";
    private static final String CONSOLES = "consoles";

    private static final String[] SOCKETS = {"/var/run/xenstored/socket", "/run/xenstored/socket"};
    private static final String[] DEVICES = {"/dev/xen/xenbus", "/proc/xen/xenbus"};

    /** Where Xen's scripts keep whether xenstored has a domain of its own. */
    private static final String[] SETTINGS = {"/etc/default/xencommons", "/etc/sysconfig/xencommons"};

    private XenDaemonLook() {}

    /** Whether there is a way to XenStore. Whether XenStore answers is the daemon's to say. */
    static List<Finding> xenstore(Host host, DaemonState daemon) throws IOException {
        Optional<String> device = Stream.of(DEVICES).filter(host::has).findFirst();
        Optional<String> socket = Stream.of(SOCKETS).filter(host::has).findFirst();
        if (host.kind() == Host.Kind.DRIVER_DOMAIN || hasDomainOfItsOwn(host)) {
            return List.of(device.map(there -> Finding.well(XENSTORE, "reached by " + there))
                    .orElseGet(() -> away(
                            "neither /dev/xen/xenbus nor /proc/xen/xenbus is there",
                            "modprobe xenfs && mount -t xenfs xenfs /proc/xen")));
        }
        if (socket.isEmpty()) {
            return List.of(away("xenstored does not run: " + SOCKETS[1] + " is missing", start(host, "xenstored")));
        }
        if (host.probes().isRoot() && !host.probes().isListening(host.file(socket.get()))) {
            return List.of(away("xenstored has ended: nothing listens on " + socket.get(), start(host, "xenstored")));
        }
        return List.of(Finding.well(XENSTORE, "xenstored listens on " + socket.get()));
    }

    private static Finding away(String text, String command) {
        return Finding.critical(
                XENSTORE, text, "the daemon finds no device of any guest: they are described in XenStore", command);
    }

    private static boolean hasDomainOfItsOwn(Host host) throws IOException {
        for (String settings : SETTINGS) {
            if (host.text(settings)
                    .filter(text -> text.matches("(?sm).*^\\s*XENSTORETYPE=[\"']?domain.*"))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** @return the command that starts one of Xen's daemons, by what this host has for that */
    private static String start(Host host, String name) throws IOException {
        if (host.has("/etc/init.d/xen")) {
            return "/etc/init.d/xen start";
        }
        if (host.has("/usr/lib/systemd/system/" + name + ".service")
                || host.has("/lib/systemd/system/" + name + ".service")) {
            return "systemctl start " + name;
        }
        Path versions = host.file("/usr/lib");
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(versions, "xen-[0-9]*")) {
                for (Path folder : folders) {
                    String program = "/usr/lib/" + folder.getFileName() + "/bin/" + name;
                    if (host.isExecutable(program)) {
                        return program;
                    }
                }
            }
        }
        return Host.install(
                System.getProperty("os.arch", "").equals("aarch64") ? "xen-system-arm64" : "xen-system-amd64");
    }

    /** Whether exactly one program serves primary consoles. */
    static List<Finding> xenconsoled(Host host, DaemonState daemon) throws IOException {
        Optional<HostProcess> other = HostProcess.all(host).stream()
                .filter(process -> process.name().equals("xenconsoled"))
                .findFirst();
        boolean ours = EtcFile.read(host, "org.xenbay.console")
                .value("types")
                .filter(types -> types.toLowerCase(Locale.ROOT).contains("xenconsoled"))
                .isPresent();
        if (other.isPresent() && ours) {
            String file = Words.quoted(
                    host.installation().etc().resolve("org.xenbay.console.cfg").toString());
            return List.of(Finding.warning(
                    CONSOLES,
                    other.get() + " runs, and etc/org.xenbay.console.cfg has this daemon serve primary consoles, too",
                    "a guest's primary console belongs to whichever of both was first, and its output goes there alone",
                    "sed -i 's/^ *types *=.*/#&/' " + file));
        }
        if (other.isEmpty() && !ours) {
            return List.of(Finding.warning(
                    CONSOLES,
                    "xenconsoled does not run, and nothing else serves primary consoles",
                    "xl console shows nothing, and a guest that writes much to its console waits for ever",
                    start(host, "xenconsoled")));
        }
        return List.of(Finding.well(
                CONSOLES,
                "primary consoles are served by "
                        + other.map(HostProcess::toString).orElse("this daemon")));
    }
}
