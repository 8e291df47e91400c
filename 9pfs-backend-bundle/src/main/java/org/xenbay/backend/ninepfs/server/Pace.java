package org.xenbay.backend.ninepfs.server;

/** A mean of the last few times, in nanoseconds, within bounds. Written by any thread: a lost value does no harm. */
final class Pace {

    private static final int WEIGHT = 4;

    private final long least;
    private final long most;
    private volatile long mean;

    Pace(long least, long most) {
        this.least = least;
        this.most = most;
        this.mean = least;
    }

    void add(long nanos) {
        mean += (Math.min(Math.max(nanos, least), most) - mean) / WEIGHT;
    }

    long nanos() {
        return mean;
    }
}
