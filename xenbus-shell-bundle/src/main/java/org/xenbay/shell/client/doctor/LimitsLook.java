// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits of the daemon: those that it has when it runs, otherwise those that it would have, from the service's unit or from the shell in
 * which this command was typed.
 */
final class LimitsLook {

    private static final String CHECK = "limits";

    /** What the daemon asks for, and what the service's unit gives. */
    static final long WANTED = 1 << 20;

    /** Guests of a share know more files than this soon; beyond it, idle files are closed and opened again all the time. */
    private static final long FEW = 1 << 16;

    /** What Linux gives without a service manager is enough for the guests of the embedded Xen. */
    private static final long FEW_WITHOUT_XEN = 1 << 12;

    /** Real-time priorities that threads of shares use. */
    static final long PRIORITY = 2;

    /** Bits of capabilities (linux/capability.h). */
    private static final int SYS_NICE = 23;

    private static final int SYS_RESOURCE = 24;

    private static final String FILES = "Max open files";
    private static final String PRIORITIES = "Max realtime priority";
    private static final String WHY =
            "files of shares are closed and opened again all the time, and with none left guests get EMFILE and new consoles wait";

    private LimitsLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        if (daemon.pid().isPresent()) {
            return ofDaemon(host, daemon.pid().getAsLong());
        }
        Optional<Unit> unit = Unit.of(host);
        return unit.isPresent() ? ofUnit(host, unit.get()) : ofShell(host);
    }

    private static long few(Host host) throws IOException {
        return host.kind() == Host.Kind.NO_XEN ? FEW_WITHOUT_XEN : FEW;
    }

    private static List<Finding> ofDaemon(Host host, long pid) throws IOException {
        String process = "/proc/" + pid;
        boolean service = host.text(process + "/cgroup")
                .filter(group -> group.contains(Unit.NAME))
                .isPresent();
        List<Finding> found = new ArrayList<>();
        OptionalLong files = limit(host, process, FILES, 1);
        if (files.isPresent() && files.getAsLong() < few(host)) {
            found.add(few(
                    "the daemon (process " + pid + ") may open " + files.getAsLong() + " files",
                    service
                            ? Unit.set("LimitNOFILE", Long.toString(WANTED))
                            : "ulimit -n " + WANTED + "; " + host.restart()));
        }
        OptionalLong priority = limit(host, process, PRIORITIES, 2);
        boolean asked = EtcFile.read(host, "org.xenbay.ninepfs")
                .value("realTime")
                .filter(value -> value.matches("(?i)no|off|false|0"))
                .isEmpty();
        if (asked && priority.isPresent() && priority.getAsLong() < PRIORITY && !has(host, process, SYS_NICE)) {
            found.add(Finding.warning(
                    CHECK,
                    "the daemon (process " + pid + ") may give threads no real-time priority",
                    "guests whose shares use little wait for guests whose shares use much",
                    service
                            ? Unit.set("LimitRTPRIO", Long.toString(PRIORITY))
                            : "ulimit -r " + PRIORITY + "; " + host.restart()));
        }
        return found.isEmpty()
                ? files.stream()
                        .mapToObj(count -> Finding.well(CHECK, "the daemon may open " + count + " files"))
                        .toList()
                : found;
    }

    private static List<Finding> ofUnit(Host host, Unit unit) throws IOException {
        String value = unit.last("LimitNOFILE").orElse("infinity");
        String soft = value.split(":")[0];
        boolean few = soft.matches("\\d{1,18}") && Long.parseLong(soft) < few(host);
        return List.of(
                few
                        ? few(
                                "the service's unit has LimitNOFILE=" + value,
                                Unit.set("LimitNOFILE", Long.toString(WANTED)))
                        : Finding.well(CHECK, "the service's unit has LimitNOFILE=" + value));
    }

    /** The daemon raises the limit itself: as root as far as the kernel permits, otherwise to the hard limit. */
    private static List<Finding> ofShell(Host host) throws IOException {
        String self = "/proc/self";
        OptionalLong hard = limit(host, self, FILES, 2);
        Optional<Long> kernel = host.text("/proc/sys/fs/nr_open")
                .map(String::strip)
                .filter(most -> most.matches("\\d{1,18}"))
                .map(Long::parseLong);
        boolean raises = has(host, self, SYS_RESOURCE)
                && kernel.filter(most -> most >= WANTED).isPresent();
        if (hard.isEmpty()) {
            return List.of();
        }
        long most = raises ? Math.max(hard.getAsLong(), WANTED) : hard.getAsLong();
        return List.of(
                most < few(host)
                        ? few(
                                "a daemon that is started from this shell may open " + most + " files",
                                "ulimit -n " + WANTED)
                        : Finding.well(CHECK, "a daemon may open " + most + " files"));
    }

    private static Finding few(String text, String command) {
        return Finding.warning(CHECK, text, WHY, command);
    }

    /** @param column 1 for the soft limit, 2 for the hard one */
    private static OptionalLong limit(Host host, String process, String name, int column) throws IOException {
        Matcher found = Pattern.compile("(?m)^" + name + "\\s+(\\S+)\\s+(\\S+)")
                .matcher(host.text(process + "/limits").orElse(""));
        if (!found.find()) {
            return OptionalLong.empty();
        }
        String value = found.group(column);
        return OptionalLong.of(value.matches("\\d{1,18}") ? Long.parseLong(value) : Long.MAX_VALUE);
    }

    private static boolean has(Host host, String process, int capability) throws IOException {
        Matcher found = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]{1,16})$")
                .matcher(host.text(process + "/status").orElse(""));
        return found.find() && (Long.parseUnsignedLong(found.group(1), 16) >>> capability & 1) == 1;
    }
}
