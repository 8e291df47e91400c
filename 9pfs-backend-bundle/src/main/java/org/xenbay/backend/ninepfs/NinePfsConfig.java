package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.NodeValues;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.server.Limits;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * The settings, checked.
 *
 * @param threads how many threads there are
 * @param confine whether threads give up what serving their share does not need
 * @param limits what one device may have
 * @param descriptors most descriptors of one device
 * @param slowMillis from when on an operation is slow, in milliseconds
 * @param listen where clients of this host are served; empty for nowhere
 */
record NinePfsConfig(
        Workers.Most threads,
        boolean confine,
        Limits limits,
        int descriptors,
        int slowMillis,
        Optional<Listen> listen) {

    /**
     * @param socket UNIX socket, or empty
     * @param port loopback port, or 0
     * @param path folder to be served
     * @param rules how it is used
     */
    record Listen(String socket, int port, Path path, ExportRules rules) {}

    private static final int MOST_PORT = 0xFFFF;

    private static final int MOST_THREADS = 4096;
    private static final int LEAST_SPARE = 32;
    private static final int MOST_FIDS = 1 << 24;
    private static final int MOST_REQUESTS = 4096;

    /** @throws IllegalArgumentException when a value makes no sense: the message says which */
    static NinePfsConfig of(NinePfsSettings settings) {
        Limits limits = new Limits(
                between("messageSize", settings.messageSize(), Wire.LEAST_MSIZE, Limits.MOST_MSIZE),
                between("fids", settings.fids(), 1, MOST_FIDS),
                between("requests", settings.requests(), 1, MOST_REQUESTS));
        int descriptors = between("descriptors", settings.descriptors(), 1, MOST_FIDS);
        return new NinePfsConfig(
                threads(between("threads", settings.threads(), 0, MOST_THREADS)),
                onOrOff("confine", settings.confine()),
                limits,
                descriptors,
                between("slowMillis", settings.slowMillis(), 1, Integer.MAX_VALUE),
                listen(settings, descriptors));
    }

    /** More than two threads a processor make no share faster; more of them in all keep shares apart whose disks hang. */
    private static Workers.Most threads(int chosen) {
        int processors = Runtime.getRuntime().availableProcessors();
        int spare = chosen == 0 ? Math.max(LEAST_SPARE, 8 * processors) : chosen;
        return new Workers.Most(spare, Math.max(4, 2 * processors));
    }

    private static Optional<Listen> listen(NinePfsSettings settings, int descriptors) {
        int port = between("listenPort", settings.listenPort(), 0, MOST_PORT);
        if (settings.listenSocket().isEmpty() && port == 0) {
            return Optional.empty();
        }
        ExportNodes share = ExportNodes.read(listenOptions(settings), descriptors);
        if (!share.rules().quota().equals(Quota.Limits.NONE)) {
            throw new IllegalArgumentException("listenOptions: clients of this host have no quota");
        }
        return Optional.of(new Listen(settings.listenSocket(), port, share.path(), share.rules()));
    }

    /** What a toolstack would write for the same share. */
    private static NodeValues listenOptions(NinePfsSettings settings) {
        Map<String, String> values = new HashMap<>();
        for (String option : settings.listenOptions().split(",")) {
            String[] pair = option.strip().split("=", 2);
            if (pair.length == 2 && ExportNodes.NAMES.contains(pair[0])) {
                values.put(pair[0], pair[1]);
            } else if (!option.isBlank()) {
                throw new IllegalArgumentException(
                        "listenOptions has no " + option.strip() + "; it has key=value of " + ExportNodes.NAMES);
            }
        }
        values.put("path", settings.listenPath());
        values.put("security_model", settings.listenSecurityModel());
        return new NodeValues(List.copyOf(ExportNodes.NAMES), values);
    }

    private static boolean onOrOff(String name, String value) {
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException(name + " is on or off, not " + value);
        };
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is from " + least + " to " + most + ", not " + value);
        }
        return value;
    }
}
