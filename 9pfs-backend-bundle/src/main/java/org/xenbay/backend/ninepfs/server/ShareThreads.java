// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

/**
 * The threads that work for one share. They are not ended with a connection: a thread of an earlier connection that is in
 * a call that does not return counts for the share. So no guest gets more and more threads by connecting again and again.
 */
public final class ShareThreads {

    /** So many of a share's connections have a first thread of their own, however many threads earlier ones hold. */
    private static final int FREE_LANES = 4;

    private final Workers workers;
    private final String name;
    /** Number of threads, and of lanes that have one. Used by the thread starter's thread only. */
    private int threads;

    private int lanes;
    private long number;

    ShareThreads(Workers workers, String name) {
        this.workers = workers;
        this.name = name;
    }

    /**
     * @param entry run by each of its threads first
     * @return a new lane, for one connection to the share
     */
    public Lane lane(Workers.Entry entry) {
        return new Lane(workers, this, entry);
    }

    String nextName() {
        number++;
        return "xenbay-9pfs-" + name + "-" + number;
    }

    int threads() {
        return threads;
    }

    /** @return how many of its threads count as spare ones */
    int spare() {
        return threads - Math.min(lanes, FREE_LANES);
    }

    /** @return whether a lane that has no thread gets one that does not count */
    boolean hasFreeLane() {
        return lanes < FREE_LANES;
    }

    /** @param first whether the lane had none */
    void started(boolean first) {
        threads++;
        lanes += first ? 1 : 0;
    }

    /** @param last whether the lane has none left */
    void ended(boolean last) {
        threads--;
        lanes -= last ? 1 : 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
