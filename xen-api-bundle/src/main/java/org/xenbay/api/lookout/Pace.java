package org.xenbay.api.lookout;

/** A mean of the last few times, in nanoseconds, within bounds. Written by any thread: a lost value does no harm. */
public final class Pace {

    private static final int WEIGHT = 4;

    private final long least;
    private final long most;
    private volatile long mean;

    /**
     * @param least what a time counts for at least, and the mean at first
     * @param most what a time counts for at most
     */
    public Pace(long least, long most) {
        this.least = least;
        this.most = most;
        this.mean = least;
    }

    /** @param nanos another time */
    public void add(long nanos) {
        mean += (Math.min(Math.max(nanos, least), most) - mean) / WEIGHT;
    }

    /** @return the mean */
    public long nanos() {
        return mean;
    }
}
