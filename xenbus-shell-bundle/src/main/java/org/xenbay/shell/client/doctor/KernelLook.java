// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the daemon needs of the kernel. */
final class KernelLook {

    private static final String KERNEL = "kernel";
    private static final String GRANTS = "/dev/xen/gntdev";
    private static final String FRAMES = "/dev/xen/privcmd";

    /** Linux with Landlock's version 2, whose rules allow a file to be moved from one folder to another. */
    private static final int LANDLOCK_MAJOR = 5;

    private static final int LANDLOCK_MINOR = 19;

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private KernelLook() {}

    /** /dev/xen: what the daemon opens when it starts. */
    static List<Finding> devices(Host host, DaemonState daemon) throws IOException {
        List<Finding> found = new ArrayList<>();
        if (!host.has(Host.EVENT_CHANNELS)) {
            found.add(Finding.critical(
                    KERNEL,
                    missing(Host.EVENT_CHANNELS, "xen-evtchn"),
                    "no device of any guest is served: guests and daemon wake each other by it",
                    load(host, "xen-evtchn")));
        }
        if (!host.has(GRANTS)) {
            found.add(Finding.critical(
                    KERNEL,
                    missing(GRANTS, "xen-gntdev"),
                    "no device of any guest is served: the daemon maps the rings of guests by it",
                    load(host, "xen-gntdev")));
        }
        if (host.kind() == Host.Kind.DOMAIN_0 && !host.has(FRAMES)) {
            found.add(Finding.warning(
                    KERNEL,
                    missing(FRAMES, "xen-privcmd"),
                    "no screens, and no keyboards of older guests: they name frames of memory, and do not grant them",
                    load(host, "xen-privcmd")));
        }
        return found.isEmpty() ? List.of(Finding.well(KERNEL, "the devices in /dev/xen are there")) : found;
    }

    private static String missing(String device, String module) {
        return device + " is missing: the kernel module " + module + " is not loaded";
    }

    /** After an update of the kernel, modules of the one that runs may be gone. */
    private static String load(Host host, String module) throws IOException {
        Optional<String> release = release(host);
        boolean gone = release.isPresent() && !host.has("/lib/modules/" + release.get());
        return gone ? "reboot" : "modprobe " + module;
    }

    private static Optional<String> release(Host host) throws IOException {
        return host.text("/proc/sys/kernel/osrelease").map(String::strip);
    }

    /** A hypervisor that is installed, and was not started: this machine is no Xen host. */
    static List<Finding> hypervisor(Host host, DaemonState daemon) throws IOException {
        Path boot = host.file("/boot");
        if (!Files.isDirectory(boot)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(boot, "xen-[0-9]*.{gz,efi}")) {
            for (Path file : files) {
                return List.of(Finding.warning(
                        KERNEL,
                        "/boot/" + file.getFileName() + " is installed, and this machine was started without it",
                        "there are no guests: the boot loader has started Linux alone",
                        "update-grub && reboot"));
            }
        }
        return List.of();
    }

    /** xenfs, by which systemd's unit, bin/xenbay and Xen's scripts know that this is Xen. */
    static List<Finding> xenfs(Host host, DaemonState daemon) throws IOException {
        if (!host.has(Host.CAPABILITIES)) {
            return List.of(Finding.critical(
                    "xenfs",
                    Host.CAPABILITIES + " is missing: xenfs is not mounted",
                    "the service is passed over at its next start, and bin/xenbay takes another run folder",
                    "mount -t xenfs xenfs /proc/xen"));
        }
        boolean first = host.kind() == Host.Kind.DOMAIN_0;
        return List.of(Finding.well("xenfs", "mounted; this is " + (first ? "domain 0" : "not domain 0")));
    }

    /** Whether threads that serve guests can confine themselves. */
    static List<Finding> landlock(Host host, DaemonState daemon) throws IOException {
        Optional<String> release = release(host);
        Matcher version = RELEASE.matcher(release.orElse(""));
        if (version.matches() && isOlder(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))) {
            return List.of(unconfined(
                    "Linux " + release.get() + " is older than 5.19", "apt install linux-image-amd64 && reboot"));
        }
        Optional<String> modules = host.text("/sys/kernel/security/lsm").map(String::strip);
        if (modules.isEmpty()) {
            return List.of();
        }
        List<String> names = Arrays.asList(modules.get().split(","));
        if (!names.contains("landlock")) {
            // The kernel has "capability" always first, and takes it in no list.
            String list =
                    names.stream().filter(name -> !name.equals("capability")).collect(Collectors.joining(","));
            return List.of(unconfined(
                    "the kernel's list of security modules lacks landlock",
                    "sed -i 's/^GRUB_CMDLINE_LINUX=\"/&lsm=landlock," + list
                            + " /' /etc/default/grub && update-grub && reboot"));
        }
        return List.of(Finding.well("confinement", "the kernel has Landlock"));
    }

    private static Finding unconfined(String text, String command) {
        return Finding.warning(
                "confinement",
                text,
                "threads that serve guests confine themselves only in part: a guest that takes one over reaches more files",
                command);
    }

    private static boolean isOlder(int major, int minor) {
        return major < LANDLOCK_MAJOR || major == LANDLOCK_MAJOR && minor < LANDLOCK_MINOR;
    }

    /** Whether a daemon may take descriptors from the keeper of an earlier one. */
    static List<Finding> tracing(Host host, DaemonState daemon) throws IOException {
        boolean refused = host.text("/proc/sys/kernel/yama/ptrace_scope")
                .filter(scope -> scope.strip().equals("3"))
                .isPresent();
        return refused
                ? List.of(Finding.warning(
                        "tracing",
                        "kernel.yama.ptrace_scope is 3: no process may trace another one, until the host is started again",
                        "guests lose their open files and terminals when the daemon is restarted, updated or killed",
                        "echo kernel.yama.ptrace_scope=2 >/etc/sysctl.d/99-xenbay.conf && reboot"))
                : List.of(Finding.well("tracing", "the daemon may take descriptors from the keeper"));
    }
}
