// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

/**
 * The threads that work for one share. A thread does not end with its connection: if it is in a call that does not return, it
 * still counts for the share. A guest therefore cannot get more and more threads by repeated connections.
 */
public final class ShareThreads {

    /** Number of a share's connections that get a first thread, even if earlier connections hold many threads. */
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

    /** @return number of its threads that count as spare ones */
    int spare() {
        return threads - Math.min(lanes, FREE_LANES);
    }

    /** @return whether a lane that has no thread gets one that does not count */
    boolean hasFreeLane() {
        return lanes < FREE_LANES;
    }

    /** @param first whether it is the lane's first thread */
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
