// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.server.Limits;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * The settings, PID {@code org.xenbay.ninepfs}.
 *
 * @param threads numbers of threads
 * @param confine whether threads drop rights that serving their share does not need
 * @param realTime whether threads of shares that use little get real-time priority
 * @param limits what one device may have
 * @param descriptors most descriptors of one device
 * @param slowMillis least duration of a slow operation, in milliseconds
 * @param listen the sockets for clients of this host, if there are any
 */
record NinePfsSettings(
        Workers.Most threads,
        boolean confine,
        boolean realTime,
        Limits limits,
        int descriptors,
        int slowMillis,
        Optional<Listen> listen) {

    /**
     * @param socket UNIX socket; an empty text to serve none
     * @param port loopback port, 0 for one that the kernel chooses; empty to serve none
     * @param path folder to be served
     * @param rules how it is used
     */
    record Listen(String socket, OptionalInt port, Path path, ExportRules rules) {}

    private static final int MAX_PORT = 0xFFFF;

    private static final int MAX_THREADS = 4096;
    private static final int MIN_SPARE = 32;
    private static final int MAX_FIDS = 1 << 24;
    private static final int MAX_REQUESTS = 4096;

    private static final Setting<Integer> THREADS = Setting.number(
            "threads",
            0,
            0,
            MAX_THREADS,
            "Most threads beyond one for each share that is in use; 0 chooses by the processors");
    private static final Setting<Boolean> CONFINE = Setting.yesOrNo(
            "confine", true, "Whether threads that serve a share give up other files, root's power and system calls");
    private static final Setting<Boolean> REAL_TIME = Setting.yesOrNo(
            "realTime",
            true,
            "Whether threads of shares that use little of the processors have real-time priority, so that they do not wait"
                    + " for those of other shares");
    private static final Setting<Long> MESSAGE_SIZE = Setting.size(
            "messageSize",
            1 << 20,
            Wire.MIN_MSIZE,
            Limits.MAX_MSIZE,
            "Most bytes in one message; the guest and its ring may allow fewer");
    private static final Setting<Integer> FIDS =
            Setting.number("fids", 1 << 18, 1, MAX_FIDS, "Most fids of one device: files that a guest uses or caches");
    private static final Setting<Integer> DESCRIPTORS =
            Setting.number("descriptors", 1 << 18, 1, MAX_FIDS, "Most descriptors of host files that one device holds");
    private static final Setting<Integer> REQUESTS = Setting.number(
            "requests", 128, 1, MAX_REQUESTS, "Most requests of one device that are carried out or wait for it");
    private static final Setting<Duration> SLOW = Setting.duration(
            "slowMillis",
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofDays(1),
            Duration.ofMillis(1),
            "Milliseconds from which on an operation counts as slow, and is logged");
    private static final Setting<String> LISTEN_SOCKET = Setting.text(
            "listenSocket",
            "",
            "the path of a socket, or nothing",
            "UNIX socket on which clients of this host are served; empty for none");
    private static final Setting<Integer> LISTEN_PORT = Setting.number(
            "listenPort",
            0,
            0,
            MAX_PORT,
            "TCP port of the loopback address on which clients of this host are served; 0 for none");
    private static final Setting<String> LISTEN_PATH =
            Setting.text("listenPath", "", "the path of a folder", "Folder that those clients get; an absolute path");
    private static final Setting<String> LISTEN_SECURITY_MODEL = Setting.oneOf(
            "listenSecurityModel",
            "none",
            List.of("none", "passthrough", "mapped", "mapped-xattr", "mapped-file"),
            "Security model of that folder, as in xl.cfg");
    private static final Setting<String> LISTEN_OPTIONS = Setting.text(
            "listenOptions",
            "",
            "key=value with commas between",
            "Further options of that folder, as in xl.cfg: squash=all,squash-uid=1001");

    static Settings settings() {
        return Settings.of(
                        "org.xenbay.ninepfs",
                        THREADS,
                        CONFINE,
                        REAL_TIME,
                        MESSAGE_SIZE,
                        FIDS,
                        DESCRIPTORS,
                        REQUESTS,
                        SLOW,
                        LISTEN_SOCKET,
                        LISTEN_PORT,
                        LISTEN_PATH,
                        LISTEN_SECURITY_MODEL,
                        LISTEN_OPTIONS)
                .concerning("9pfs", "xen_9pfs")
                .checking(
                        NinePfsSettings::listen,
                        LISTEN_SOCKET,
                        LISTEN_PORT,
                        LISTEN_PATH,
                        LISTEN_SECURITY_MODEL,
                        LISTEN_OPTIONS);
    }

    static NinePfsSettings of(SettingValues values) {
        Limits limits = new Limits(values.get(MESSAGE_SIZE).intValue(), values.get(FIDS), values.get(REQUESTS));
        return new NinePfsSettings(
                threads(values.get(THREADS)),
                values.get(CONFINE),
                values.get(REAL_TIME),
                limits,
                values.get(DESCRIPTORS),
                (int) Math.min(Integer.MAX_VALUE, values.get(SLOW).toMillis()),
                listen(values));
    }

    /**
     * A share does not get faster with more than two threads a processor. All shares together get more threads, because the
     * disks of some shares may hang.
     */
    private static Workers.Most threads(int chosen) {
        int processors = Runtime.getRuntime().availableProcessors();
        int spare = chosen == 0 ? Math.max(MIN_SPARE, 8 * processors) : chosen;
        return new Workers.Most(spare, Math.max(4, 2 * processors));
    }

    /**
     * @throws IllegalArgumentException when the settings for clients of this host contradict one another: the message says
     *     how
     */
    private static Optional<Listen> listen(SettingValues values) {
        String socket = values.get(LISTEN_SOCKET);
        int port = values.get(LISTEN_PORT);
        if (socket.isEmpty() && port == 0) {
            return Optional.empty();
        }
        ExportNodes share = read(listenOptions(values), values.get(DESCRIPTORS));
        if (!share.rules().quota().equals(Quota.Limits.NONE)) {
            throw new IllegalArgumentException("listenOptions: clients of this host have no quota");
        }
        return Optional.of(new Listen(
                socket, port == 0 ? OptionalInt.empty() : OptionalInt.of(port), share.path(), share.rules()));
    }

    private static ExportNodes read(NodeValues nodes, int descriptors) {
        try {
            return ExportNodes.read(nodes, descriptors);
        } catch (BadNodeException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** The nodes that a toolstack would write for the same share. */
    private static NodeValues listenOptions(SettingValues settings) {
        Map<String, String> values = new HashMap<>();
        for (String option : settings.get(LISTEN_OPTIONS).split(",")) {
            String[] pair = option.strip().split("=", 2);
            if (pair.length == 2 && ExportNodes.NAMES.contains(pair[0])) {
                values.put(pair[0], pair[1]);
            } else if (!option.isBlank()) {
                throw new IllegalArgumentException(
                        "listenOptions has no " + option.strip() + "; it has key=value of " + ExportNodes.NAMES);
            }
        }
        values.put("path", settings.get(LISTEN_PATH));
        values.put("security_model", settings.get(LISTEN_SECURITY_MODEL));
        return new NodeValues(List.copyOf(ExportNodes.NAMES), values);
    }
}
