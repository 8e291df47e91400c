package org.xenbay.backend.ninepfs.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Requests that are carried out with their guest's events masked, as they were expected to be done soon. When one is not, the
 * port is opened after all, so that the guest's other requests, and the one that ends this one, are heard. A thread looks
 * every {@value #MILLIS} ms while there are such requests, and sleeps when none came for a while.
 */
final class Overdue implements AutoCloseable {

    static final long MILLIS = 20;

    private static final int IDLE_LOOKS = 50;

    /** When each of them began, by {@link System#nanoTime}. */
    private final Map<Workers.Lane, Long> requests = new ConcurrentHashMap<>();

    private final Thread thread = new Thread(this::run, "xenbay-9pfs-overdue");
    private volatile boolean asleep;
    private volatile boolean closed;

    Overdue() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A request begins.
     *
     * @param lane whose; it has no other one that is expected to be done soon, and is told at most once, on another thread
     * @param start when, by {@link System#nanoTime}
     */
    void begins(Workers.Lane lane, long start) {
        requests.put(lane, start);
        if (asleep) {
            wake();
        }
    }

    void ends(Workers.Lane lane) {
        requests.remove(lane);
    }

    private synchronized void wake() {
        notifyAll();
    }

    private void run() {
        int idle = 0;
        try {
            while (!closed) {
                idle = requests.isEmpty() ? idle + 1 : 0;
                if (idle > IDLE_LOOKS) {
                    sleepUntilOneBegins();
                    idle = 0;
                }
                Thread.sleep(MILLIS);
                openOverdue(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MILLIS));
            }
        } catch (InterruptedException ended) {
            requests.clear();
        }
    }

    private synchronized void sleepUntilOneBegins() throws InterruptedException {
        asleep = true;
        try {
            while (requests.isEmpty()) {
                wait();
            }
        } finally {
            asleep = false;
        }
    }

    private void openOverdue(long before) {
        requests.forEach((lane, start) -> {
            if (start - before < 0 && requests.remove(lane, start)) {
                lane.overdue();
            }
        });
    }

    /** Ends the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
