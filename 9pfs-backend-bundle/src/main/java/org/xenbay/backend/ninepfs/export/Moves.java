package org.xenbay.backend.ninepfs.export;

import java.util.HashSet;
import java.util.Set;

/**
 * Renames of a share's guest that are under way. Between what a rename does on the host and what it does to the places, a file
 * is not where its place says: who does not find it waits for the rename, and looks again. By any thread.
 */
final class Moves {

    private final Set<Thread> underWay = new HashSet<>();
    private long ended;

    /** The calling thread renames a file; {@link #end} follows. It opens no place again meanwhile. */
    synchronized void begin() {
        underWay.add(Thread.currentThread());
    }

    synchronized void end() {
        underWay.remove(Thread.currentThread());
        ended++;
        notifyAll();
    }

    /** @return how many have ended */
    synchronized long ended() {
        return ended;
    }

    /**
     * Waits for those that are under way, unless the calling thread is one of them.
     *
     * @param before what {@link #ended} gave
     * @return whether one has ended since then
     */
    synchronized boolean hasEndedSince(long before) {
        if (underWay.contains(Thread.currentThread())) {
            return false;
        }
        boolean interrupted = false;
        while (!underWay.isEmpty() && ended == before) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended != before;
    }
}
