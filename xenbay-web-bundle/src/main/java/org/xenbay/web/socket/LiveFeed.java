// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.web.host.HealthFeed;
import org.xenbay.web.host.HostServices;

/**
 * Tells open pages that something has changed, whichever core runs, and what there is. What listens on the core's thread only raises a
 * semaphore. Devices are asked at most twice a second, however many pages are open and however often a guest changes something.
 */
public final class LiveFeed implements AutoCloseable {

    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1900);

    private final HostServices services;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean stale = true;

    @GuardedBy("looking")
    private Snapshot latest = Snapshot.NONE;

    @GuardedBy("looking")
    private long looked = System.nanoTime() - BETWEEN_NANOS;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final HealthFeed health;
    private final Runnable unregister;

    @GuardedBy("this")
    private @Nullable XenbusAdmin listenedTo;

    @GuardedBy("this")
    private Runnable endListening = () -> {};

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param services of the host
     * @param health of the host
     */
    public LiveFeed(HostServices services, HealthFeed health) {
        this.services = services;
        this.health = health;
        this.unregister = services.onCore(this::listen);
        listen();
    }

    private void listen() {
        synchronized (this) {
            XenbusAdmin core = closed ? null : services.core().orElse(null);
            if (core != listenedTo) {
                endListening.run();
                listenedTo = core;
                endListening = core == null ? () -> {} : core.onTransition(event -> tell());
            }
        }
        tell();
    }

    private void tell() {
        stale = true;
        listeners.forEach(Runnable::run);
    }

    /** @return what is true after the last change, or was true two seconds ago; comes when the last look was half a second ago */
    Snapshot snapshot() throws InterruptedException {
        looking.lockInterruptibly();
        try {
            long age = System.nanoTime() - looked;
            if (stale || age > PERIOD_NANOS) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_NANOS - age);
                stale = false;
                latest = services.core().map(Snapshot::of).orElse(Snapshot.NONE);
                looked = System.nanoTime();
            }
            return latest;
        } finally {
            looking.unlock();
        }
    }

    /** @return how the host was found to be last, as a word and a line; empty while that is not known */
    Map<String, Object> health() {
        return health.brief();
    }

    /** @return ends that */
    Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        unregister.run();
        synchronized (this) {
            closed = true;
        }
        listen();
    }
}
