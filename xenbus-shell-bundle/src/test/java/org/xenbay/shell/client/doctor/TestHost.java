// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.xenbay.shell.client.doctor.DaemonState.Health;
import org.xenbay.shell.rule.Severity;

/** A host in a folder: domain 0 of Debian 12 with Xen 4.17, the distribution as it is delivered, and nothing wrong, until a test breaks it. */
public final class TestHost {
    private static final Path DISTRIBUTION = Path.of("../distribution/src/main/dist");
    private static final String KERNEL = "6.1.0-56-amd64";

    /** The daemon of the host, and the limits that it has. */
    static final int DAEMON = 777;

    private final Path root;
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root"));

    DaemonState daemon = DaemonState.none("no daemon runs; start it with: systemctl start xenbay");
    long usableSpace = 1L << 30;
    boolean listening = true;
    boolean administrator = true;
    String run = "/run/xenbay";

    private TestHost(Path root) {
        this.root = root;
    }

    /** Domain 0. */
    public static TestHost domain0(Path root) throws IOException {
        TestHost host = new TestHost(root);
        host.kernel();
        host.machine();
        host.installation();
        host.service();
        host.toolstack();
        return host;
    }

    /** A developer's machine. */
    static TestHost withoutXen(Path root) throws IOException {
        TestHost host = new TestHost(root);
        host.machine();
        host.installation();
        return host;
    }

    /** A domain that serves guests and makes none. */
    static TestHost driverDomain(Path root) throws IOException {
        TestHost host = new TestHost(root);
        host.kernel();
        host.machine();
        host.installation();
        host.service();
        host.write("/proc/xen/capabilities", "");
        host.remove("/dev/xen/privcmd");
        return host;
    }

    private void kernel() {
        Stream.of("evtchn", "gntdev", "privcmd", "xenbus").forEach(device -> write("/dev/xen/" + device, ""));
        write("/proc/xen/capabilities", "control_d\n");
        write("/sys/hypervisor/type", "xen\n");
        write("/sys/hypervisor/version/major", "4\n");
        write("/sys/hypervisor/version/minor", "17\n");
    }

    private void machine() {
        write("/proc/sys/kernel/osrelease", KERNEL + "\n");
        write("/lib/modules/" + KERNEL + "/modules.dep", "");
        write("/sys/kernel/security/lsm", "lockdown,capability,landlock,yama,apparmor");
        write("/proc/sys/kernel/yama/ptrace_scope", "0\n");
        write("/proc/sys/fs/nr_open", "1048576\n");
        write(
                "/proc/mounts",
                "/dev/sda1 / ext4 rw,relatime 0 0\ntmpfs /run tmpfs rw,nosuid,nodev,noexec 0 0\n"
                        + "/dev/sdb1 /mnt/a\\040disk ext4 rw 0 0\n");
        process("self", "java", "java");
        limits("self", "1024", "524288", "0");
        write("/proc/self/status", "Name:\tjava\nCapEff:\t000001ffffffffff\n");
        process("1", "systemd", "/sbin/init");
        program("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");
        write("/usr/lib/jvm/java-17-openjdk-amd64/release", "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.19\"\n");
        link("/usr/bin/java", "../lib/jvm/java-17-openjdk-amd64/bin/java");
        write("/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0", "");
    }

    private void installation() throws IOException {
        program("/opt/xenbay/bin/xenbay");
        program("/opt/xenbay/libexec/xenbay-device-model");
        for (String folder : List.of("etc", "systemd")) {
            try (Stream<Path> files = Files.list(DISTRIBUTION.resolve(folder))) {
                for (Path file : files.toList()) {
                    write("/opt/xenbay/" + folder + "/" + file.getFileName(), Files.readString(file));
                }
            }
        }
    }

    private void service() throws IOException {
        write("/run/systemd/system/-.slice", "");
        write("/etc/systemd/system/xenbay.service", Files.readString(DISTRIBUTION.resolve("systemd/xenbay.service")));
        // As systemctl makes it; it leads nowhere, as the folder is not the root.
        link("/etc/systemd/system/multi-user.target.wants/xenbay.service", "/etc/systemd/system/xenbay.service");
    }

    private void toolstack() {
        process("410", "xenstored", "/usr/lib/xen-4.17/bin/xenstored");
        process("420", "xenconsoled", "/usr/lib/xen-4.17/bin/xenconsoled");
        write("/var/run/xenstored/socket", "");
        program("/etc/init.d/xen");
        Stream.of("write", "read", "rm", "watch").forEach(what -> program("/usr/bin/xenstore-" + what));
        write(
                "/etc/xen/xl.conf",
                "## Global XL config file ##\n\n#autoballoon=\"auto\"\nmax_grant_frames=64\nvif.default.bridge=\"xenbr0\"\n");
        write(
                "/etc/xen/one.cfg",
                guest("one") + "device_model_version=\"qemu-xen\"\n"
                        + "device_model_override=\"/opt/xenbay/libexec/xenbay-device-model\"\n");
        write("/etc/xen/windows.cfg", "name = 'windows'\ntype = 'hvm'\nvfb = [ 'vnc=1' ]\n");
        write(
                "/etc/xen/small.cfg",
                "name=\"small\"\ntype=\"pvh\"\nvif=[\"bridge=xenbr0\"]\n# channel=[\"connection=pty,name=zero\"]\nvfb=[]\n");
        link("/etc/xen/auto/one.cfg", "../one.cfg");
    }

    static String guest(String name) {
        return "name=\"" + name + "\"\ntype=\"pv\"\nchannel=[\n  \"connection=pty,name=zero\", # not used\n"
                + "  \"connection=socket,path=/run/a.sock,name=agent\"\n]\n";
    }

    /** A process with a command line. */
    void process(String pid, String name, String... words) {
        write("/proc/" + pid + "/comm", name + "\n");
        write("/proc/" + pid + "/cmdline", String.join("\0", words) + "\0");
    }

    void limits(String pid, String soft, String hard, String priority) {
        write(
                "/proc/" + pid + "/limits",
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max open files            " + soft + "                " + hard + "              files     \n"
                        + "Max realtime priority     " + priority + "                    " + priority
                        + "                    \n");
    }

    /** A daemon that runs, as the service, and is well. */
    void daemon(String files, String priority) {
        limits(Integer.toString(DAEMON), files, files, priority);
        write("/proc/" + DAEMON + "/status", "CapEff:\t0000000000000000\n");
        write("/proc/" + DAEMON + "/cgroup", "0::/system.slice/xenbay.service\n");
        process(
                Integer.toString(DAEMON),
                "java",
                "java",
                "-Dxenbay.run.dir=" + run,
                "-jar",
                "/opt/xenbay/lib/xenbay-launcher.jar");
        answers("native", new Health("devices", Severity.OK, "devices: 0"));
    }

    void answers(String hypervisor, Health... health) {
        daemon = new DaemonState("", "", hypervisor, List.of(health), OptionalLong.of(DAEMON));
    }

    void write(String name, String text) {
        Path file = root.resolve(name.substring(1));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void append(String name, String text) {
        write(name, read(name) + text);
    }

    void replace(String name, String before, String after) {
        String text = read(name);
        if (!text.contains(before)) {
            throw new AssertionError(name + " has no " + before + ": " + text);
        }
        write(name, text.replace(before, after));
    }

    String read(String name) {
        try {
            return Files.readString(root.resolve(name.substring(1)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void program(String name) {
        write(name, "#!/bin/sh\n");
        permissions(name, "rwxr-xr-x");
    }

    void permissions(String name, String permissions) {
        try {
            Files.setPosixFilePermissions(
                    root.resolve(name.substring(1)), PosixFilePermissions.fromString(permissions));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void link(String name, String to) {
        Path file = root.resolve(name.substring(1));
        try {
            Files.createDirectories(file.getParent());
            Files.createSymbolicLink(file, Path.of(to));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Removes a file, or a folder with all that is in it. */
    void remove(String name) {
        Path gone = root.resolve(name.substring(1));
        try (Stream<Path> files = Files.walk(gone)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** The host, as it is now. */
    public Host host() {
        Installation installation = new Installation(Path.of("/opt/xenbay"), Path.of("/opt/xenbay/etc"), Path.of(run));
        return new Host(root, installation, environment, new Probes() {
            @Override
            public long usableSpace(Path folder) {
                if (!Files.isDirectory(folder) || !folder.startsWith(root)) {
                    throw new AssertionError(folder + " is no folder of this host");
                }
                return usableSpace;
            }

            @Override
            public boolean isListening(Path socket) {
                return listening;
            }

            @Override
            public boolean isRoot() {
                return administrator;
            }
        });
    }

    Report examine() {
        return Doctor.examine(host(), daemon);
    }
}
