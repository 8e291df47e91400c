package org.xenbay.backend.ninepfs;

import org.xenbay.backend.ninepfs.server.Limits;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * The settings, checked.
 *
 * @param threads number of threads
 * @param limits what one device may have
 * @param descriptors most descriptors of one device
 */
record NinePfsConfig(int threads, Limits limits, int descriptors) {

    private static final int MOST_THREADS = 256;
    private static final int MOST_FIDS = 1 << 24;
    private static final int MOST_REQUESTS = 4096;

    /** @throws IllegalArgumentException when a value makes no sense: the message says which */
    static NinePfsConfig of(NinePfsSettings settings) {
        int chosen = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        int threads = between("threads", settings.threads(), 0, MOST_THREADS);
        Limits limits = new Limits(
                between("messageSize", settings.messageSize(), Wire.LEAST_MSIZE, Limits.MOST_MSIZE),
                between("fids", settings.fids(), 1, MOST_FIDS),
                between("requests", settings.requests(), 1, MOST_REQUESTS));
        return new NinePfsConfig(
                threads == 0 ? chosen : Math.max(2, threads),
                limits,
                between("descriptors", settings.descriptors(), 1, MOST_FIDS));
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is from " + least + " to " + most + ", not " + value);
        }
        return value;
    }
}
