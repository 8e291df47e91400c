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

    private final Map<Object, Request> requests = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "xenbay-9pfs-overdue");
    private volatile boolean asleep;
    private volatile boolean closed;

    private record Request(long start, Runnable open) {}

    Overdue() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A request begins.
     *
     * @param guest whose; it has no other one that is expected to be done soon
     * @param start when, by {@link System#nanoTime}
     * @param open opens its port; called at most once, on another thread
     */
    void begins(Object guest, long start, Runnable open) {
        requests.put(guest, new Request(start, open));
        if (asleep) {
            wake();
        }
    }

    void ends(Object guest) {
        requests.remove(guest);
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
        requests.forEach((guest, request) -> {
            if (request.start - before < 0 && requests.remove(guest, request)) {
                request.open.run();
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
