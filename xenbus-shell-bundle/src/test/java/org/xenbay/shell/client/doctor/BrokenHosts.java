// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.util.List;
import java.util.function.Consumer;
import org.xenbay.shell.rule.Severity;

/** Hosts on which one thing is wrong, and what is said of it. */
final class BrokenHosts {
    private static final String MODEL = "printf 'device_model_version=\"qemu-xen\"\\ndevice_model_override=\"%s\"\\n'"
            + " /opt/xenbay/libexec/xenbay-device-model >>";

    private BrokenHosts() {}

    /**
     * A host with one fault.
     *
     * @param name what is wrong, for people
     * @param harm breaks it
     * @param severity how serious that is
     * @param text a part of what is found
     * @param command mends it
     */
    record Broken(String name, Consumer<TestHost> harm, Severity severity, String text, String command) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Broken critical(String name, Consumer<TestHost> harm, String text, String command) {
        return new Broken(name, harm, Severity.CRITICAL, text, command);
    }

    static Broken warning(String name, Consumer<TestHost> harm, String text, String command) {
        return new Broken(name, harm, Severity.WARNING, text, command);
    }

    static String unit(String key, String value) {
        return "mkdir -p /etc/systemd/system/xenbay.service.d && printf '[Service]\\n" + key + "=" + value
                + "\\n' >/etc/systemd/system/xenbay.service.d/zz-" + key
                + ".conf && systemctl daemon-reload && systemctl restart xenbay";
    }

    /** The kernel. */
    static List<Broken> kernels() {
        return List.of(
                critical(
                        "no event channels",
                        host -> host.remove("/dev/xen/evtchn"),
                        "/dev/xen/evtchn is missing",
                        "modprobe xen-evtchn"),
                critical(
                        "no grants",
                        host -> host.remove("/dev/xen/gntdev"),
                        "xen-gntdev is not loaded",
                        "modprobe xen-gntdev"),
                warning(
                        "no frames",
                        host -> host.remove("/dev/xen/privcmd"),
                        "/dev/xen/privcmd is missing",
                        "modprobe xen-privcmd"),
                critical(
                        "a kernel whose modules are gone",
                        host -> {
                            host.remove("/dev/xen/gntdev");
                            host.remove("/lib/modules");
                        },
                        "/dev/xen/gntdev is missing",
                        "reboot"),
                critical(
                        "no xenfs",
                        host -> host.remove("/proc/xen/capabilities"),
                        "xenfs is not mounted",
                        "mount -t xenfs xenfs /proc/xen"));
    }

    /** Programs and packages. */
    static List<Broken> programs() {
        return List.of(
                critical(
                        "no xenstored",
                        host -> host.remove("/var/run/xenstored/socket"),
                        "xenstored does not run",
                        "/etc/init.d/xen start"),
                critical(
                        "a xenstored that has ended",
                        host -> host.listening = false,
                        "nothing listens on",
                        "/etc/init.d/xen start"),
                warning(
                        "no xenconsoled",
                        host -> host.remove("/proc/420"),
                        "xenconsoled does not run",
                        "/etc/init.d/xen start"),
                warning(
                        "no xenstore-watch",
                        host -> host.remove("/usr/bin/xenstore-watch"),
                        "programs are missing: xenstore-watch",
                        "apt install xenstore-utils"),
                warning(
                        "no helper",
                        host -> {
                            host.remove("/opt/xenbay/libexec/xenbay-device-model");
                            host.remove("/etc/xen/one.cfg");
                        },
                        "xenbay-device-model is missing",
                        "tar -xzf xenbay-*.tar.gz -C /opt/xenbay --strip-components=1"));
    }

    /** What the kernel permits. */
    static List<Broken> permissions() {
        return List.of(
                warning(
                        "no Landlock",
                        host -> host.write("/sys/kernel/security/lsm", "lockdown,capability,yama,apparmor"),
                        "lacks landlock",
                        "sed -i 's/^GRUB_CMDLINE_LINUX=\"/&lsm=landlock,lockdown,yama,apparmor /' /etc/default/grub"
                                + " && update-grub && reboot"),
                warning(
                        "an old kernel",
                        host -> {
                            host.write("/proc/sys/kernel/osrelease", "5.10.0-28-amd64\n");
                            host.write("/lib/modules/5.10.0-28-amd64/modules.dep", "");
                        },
                        "Linux 5.10.0-28-amd64 is older than 5.19",
                        "apt install linux-image-amd64 && reboot"),
                warning(
                        "no tracing",
                        host -> host.write("/proc/sys/kernel/yama/ptrace_scope", "3\n"),
                        "kernel.yama.ptrace_scope is 3",
                        "echo kernel.yama.ptrace_scope=2 >/etc/sysctl.d/99-xenbay.conf && reboot"));
    }

    /** What the daemon itself needs. */
    static List<Broken> machines() {
        return List.of(
                warning(
                        "no libusb",
                        host -> host.remove("/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0"),
                        "libusb-1.0 is missing",
                        "apt install libusb-1.0-0; systemctl restart xenbay"),
                critical(
                        "no Java",
                        host -> host.remove("/usr/bin/java"),
                        "there is no Java",
                        "apt install default-jre-headless"),
                critical(
                        "an old Java",
                        host -> host.replace("/usr/lib/jvm/java-17-openjdk-amd64/release", "17.0.19", "11.0.2"),
                        "the service's Java is 11",
                        "apt install default-jre-headless"),
                critical(
                        "a home without programs",
                        host -> host.append("/proc/mounts", "/dev/sdc1 /root ext4 rw,noexec 0 0\n"),
                        "/root is mounted with noexec",
                        "mount -o remount,exec /root"),
                warning(
                        "a run folder on a disk",
                        host -> host.replace("/proc/mounts", "tmpfs /run tmpfs", "/dev/sdd1 /run ext4"),
                        "/run/xenbay is on a file system of type ext4",
                        "/opt/xenbay/bin/xenbay --run-dir /run/xenbay --daemon"),
                warning(
                        "little space",
                        host -> host.usableSpace = 100 << 20,
                        "/run/xenbay has 100 MiB left",
                        "mount -o remount,size=1G /run"),
                critical(
                        "no space",
                        host -> host.usableSpace = 8 << 20,
                        "/run/xenbay has 8 MiB left",
                        "mount -o remount,size=1G /run"),
                warning(
                        "little space in a folder with a blank in its name",
                        host -> {
                            host.run = "/mnt/a disk/run";
                            host.write("/mnt/a disk/file", "");
                            host.replace("/proc/mounts", "/mnt/a\\040disk ext4", "/mnt/a\\040disk ramfs");
                            host.usableSpace = 100 << 20;
                        },
                        "/mnt/a disk/run has 100 MiB left",
                        "mount -o remount,size=1G '/mnt/a disk'"));
    }

    /** The service. */
    static List<Broken> services() {
        return List.of(
                warning(
                        "no unit",
                        host -> {
                            host.remove("/etc/systemd/system");
                            host.write("/etc/systemd/system/ssh.service", "");
                        },
                        "systemd has no unit xenbay.service",
                        "cp /opt/xenbay/systemd/xenbay.service /etc/systemd/system/ && systemctl daemon-reload"
                                + " && systemctl enable --now xenbay"),
                warning(
                        "a unit that is not enabled",
                        host -> host.remove("/etc/systemd/system/multi-user.target.wants"),
                        "xenbay.service is not enabled",
                        "systemctl enable xenbay"));
    }

    /** Other programs. */
    static List<Broken> competitors() {
        return List.of(
                warning(
                        "a QEMU for a guest with a configuration",
                        host -> host.process(
                                "235",
                                "xen-qemu-system",
                                "/usr/libexec/xen-qemu-system-i386",
                                "-xen-domid",
                                "5",
                                "-name",
                                "one",
                                "-machine",
                                "xenpv"),
                        "QEMU (process 235) is the device model of domain 5",
                        "xl shutdown -w 5 && xl create /etc/xen/one.cfg"),
                warning(
                        "a QEMU for a guest whose configuration is elsewhere",
                        host -> host.process(
                                "235",
                                "qemu-system-i38",
                                "qemu-system-i386",
                                "-xen-domid",
                                "6",
                                "-xen-attach",
                                "-name",
                                "two;reboot"),
                        "QEMU (process 235) is the device model of domain 6",
                        "xl shutdown -w 6, and xl create with this line in the guest's configuration:"
                                + " device_model_override=\"/opt/xenbay/libexec/xenbay-device-model\""),
                warning(
                        "a genuine xen-9pfsd",
                        host -> host.process("812", "xen-9pfsd", "/usr/libexec/xen/bin/xen-9pfsd"),
                        "xen-9pfsd (process 812) serves shared folders",
                        "kill 812; systemctl restart xenbay"),
                critical(
                        "a second daemon",
                        host -> host.process(
                                "900",
                                "java",
                                "java",
                                "-Dxenbay.run.dir=/tmp/run",
                                "-Dxenbay.embedded=auto",
                                "-jar",
                                "/home/me/xenbay/lib/xenbay-launcher.jar"),
                        "another xenbay (process 900) runs in /tmp/run",
                        "kill 900"));
    }

    /** Files of xl. The commands change files. */
    static List<Broken> filesOfXl() {
        return List.of(
                warning(
                        "a helper that is no program",
                        host -> {
                            host.permissions("/opt/xenbay/libexec/xenbay-device-model", "rw-r--r--");
                            host.remove("/etc/xen/one.cfg");
                        },
                        "xenbay-device-model is no program",
                        "chmod 755 /opt/xenbay/libexec/xenbay-device-model"),
                warning(
                        "a value without quotation marks",
                        host -> host.replace("/etc/xen/xl.conf", "\"xenbr0\"", "xenbr0 # of the office"),
                        "/etc/xen/xl.conf, line 5: the value of vif.default.bridge needs quotation marks",
                        "sed -i '5s/= *\\([^ #]*\\)/=\"\\1\"/' /etc/xen/xl.conf"),
                warning(
                        "too few grants",
                        host -> host.replace("/etc/xen/xl.conf", "=64", "=2"),
                        "gives guests max_grant_frames=2",
                        "sed -i 's/^ *max_grant_frames.*/#&/' /etc/xen/xl.conf"),
                warning(
                        "a guest for which xl starts a QEMU",
                        host -> host.write("/etc/xen/my guest.cfg", TestHost.guest("two")),
                        "for /etc/xen/my guest.cfg xl starts a QEMU, because of channel",
                        MODEL + "'/etc/xen/my guest.cfg'"),
                warning(
                        "a share in Xen 4.17",
                        host -> host.write(
                                "/etc/xen/auto/two", "name=\"two\"\np9=[\"tag=a,path=/srv,security_model=none\"]\n"),
                        "for /etc/xen/auto/two xl starts a QEMU, because of p9",
                        MODEL + "/etc/xen/auto/two"),
                warning(
                        "a guest with a helper of an earlier installation",
                        host -> host.replace("/etc/xen/one.cfg", "/opt/xenbay", "/opt/xenbay-0.1"),
                        "names a device model that is no program of this host: /opt/xenbay-0.1/libexec/xenbay-device-model",
                        "sed -i '/^ *device_model_override/d; /^ *device_model_version/d' /etc/xen/one.cfg && " + MODEL
                                + "/etc/xen/one.cfg"),
                warning(
                        "an HVM guest with the helper",
                        host -> host.append(
                                "/etc/xen/windows.cfg",
                                "device_model_override='/opt/xenbay/libexec/xenbay-device-model'\n"),
                        "/etc/xen/windows.cfg is of an HVM guest",
                        "sed -i '/^ *device_model_override/d' /etc/xen/windows.cfg"));
    }

    /** Files of the distribution and of its service. The commands change files. */
    static List<Broken> filesOfOurs() {
        return List.of(
                warning(
                        "two servers for primary consoles",
                        host -> host.append("/opt/xenbay/etc/org.xenbay.console.cfg", "types = ioemu, xenconsoled\n"),
                        "xenconsoled (process 420) runs, and etc/org.xenbay.console.cfg has this daemon serve primary consoles, too",
                        "sed -i 's/^ *types *=.*/#&/' /opt/xenbay/etc/org.xenbay.console.cfg"),
                critical(
                        "Xen left alone",
                        host -> host.replace(
                                "/opt/xenbay/etc/org.xenbay.native.cfg",
                                "embedded=${xenbay.embedded}",
                                "Embedded = Always"),
                        "etc/org.xenbay.native.cfg has embedded=always",
                        "sed -i 's/^ *embedded *=.*/embedded=${xenbay.embedded}/I' /opt/xenbay/etc/org.xenbay.native.cfg;"
                                + " systemctl restart xenbay"),
                critical(
                        "the embedded Xen beside Xen",
                        host -> host.replace(
                                "/opt/xenbay/etc/org.xenbay.embedded.cfg",
                                "enabled=${xenbay.embedded}",
                                "enabled=always"),
                        "etc/org.xenbay.embedded.cfg has enabled=always",
                        "sed -i 's/^ *enabled *=.*/enabled=${xenbay.embedded}/I' /opt/xenbay/etc/org.xenbay.embedded.cfg;"
                                + " systemctl restart xenbay"),
                critical(
                        "a unit of another folder",
                        host -> host.replace(
                                "/etc/systemd/system/xenbay.service", "/opt/xenbay/bin", "/usr/local/xenbay/bin"),
                        "starts /usr/local/xenbay/bin/xenbay, which is no program of this host",
                        "cp /opt/xenbay/systemd/xenbay.service /etc/systemd/system/ && systemctl daemon-reload"
                                + " && systemctl enable --now xenbay"),
                critical(
                        "a service with a Java that is not there",
                        host -> host.write(
                                "/etc/systemd/system/xenbay.service.d/java.conf",
                                "[Service]\nEnvironment=\"JAVA_HOME=/usr/lib/jvm/java-8\"\n"),
                        "sets JAVA_HOME=/usr/lib/jvm/java-8, which has no bin/java",
                        unit("Environment", "JAVA_HOME=")),
                warning(
                        "a service with few files",
                        host -> host.write(
                                "/etc/systemd/system/xenbay.service.d/override.conf",
                                "[Service]\nLimitNOFILE=1024:4096\n"),
                        "the service's unit has LimitNOFILE=1024:4096",
                        unit("LimitNOFILE", "1048576")));
    }
}
