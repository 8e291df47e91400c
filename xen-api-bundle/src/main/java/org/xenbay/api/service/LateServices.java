// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.thread.DaemonThreads;

/**
 * The services of a dynamic reference. Each one arrives as soon as the framework can provide it.
 *
 * <p>A service is not available while its component activates on another thread. Declarative Services wait for it for a limited
 * time, five seconds by default. If the referring component activates at the same time, and the other one finishes first,
 * Declarative Services leave the service out for good. A component that must not miss a service therefore has a bind method
 * with the parameters {@code ServiceReference} and {@code ComponentServiceObjects}, which are available at once, and passes
 * them to {@link #add}:
 *
 * <pre>{@code
 * private final LateServices<ServiceReference<Source>, Source> sources = new LateServices<>(this::came, this::left);
 *
 * void bindSource(ServiceReference<Source> reference, ComponentServiceObjects<Source> objects) {
 *     sources.add(reference, objects::getService, objects::ungetService);
 * }
 *
 * void unbindSource(ServiceReference<Source> reference) {
 *     sources.remove(reference);
 * }
 * }</pre>
 *
 * <p>For a service that is not available at once, this class asks again on its own thread, with pauses that grow to a minute:
 * its component may also have failed and succeed later. From any thread.
 *
 * @param <R> what identifies a service, such as ServiceReference
 * @param <T> their type
 */
public final class LateServices<R, T> implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LateServices.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LAST_PAUSE_MILLIS = 60_000;

    private final BiConsumer<? super R, ? super T> arrived;
    private final BiConsumer<? super R, ? super T> left;
    private final Map<R, Slot> slots = new ConcurrentHashMap<>();

    /**
     * Gets a service.
     *
     * @param <T> its type
     */
    @ConsumerType
    @FunctionalInterface
    public interface Source<T> {

        /** @return the service; null when it is not available now */
        @Nullable
        T get();
    }

    /**
     * Releases a service.
     *
     * @param <T> its type
     */
    @ConsumerType
    @FunctionalInterface
    public interface Return<T> {

        /** @param service the service */
        void unget(T service);
    }

    /**
     * @param arrived called once for each service, as soon as it is available, on the thread of {@link #add} or on one of this
     *     class
     * @param left called for each service that had arrived and is removed, on the thread of {@link #remove}
     */
    public LateServices(BiConsumer<? super R, ? super T> arrived, BiConsumer<? super R, ? super T> left) {
        this.arrived = arrived;
        this.left = left;
    }

    /**
     * Adds a service. Asks for it once before this returns.
     *
     * @param reference identifies the service
     * @param source gets the service
     * @param giveBack releases the service
     */
    public void add(R reference, Source<T> source, Return<T> giveBack) {
        Slot slot = new Slot(reference, source, giveBack);
        slots.put(reference, slot);
        if (!slot.get()) {
            DaemonThreads.start("xenbay-late-service", slot::await);
        }
    }

    /**
     * Removes a service. When this returns, the service has left or will not arrive, and it is released.
     *
     * @param reference identifies the service; an unknown one is allowed
     */
    public void remove(R reference) {
        Slot slot = slots.remove(reference);
        if (slot != null) {
            slot.end();
        }
    }

    /** No service arrives from now on; those that have arrived stay until they are removed. */
    @Override
    public void close() {
        slots.values().forEach(Slot::awaitNoLonger);
    }

    private final class Slot {
        private final R reference;
        private final Source<T> source;
        private final Return<T> giveBack;

        @GuardedBy("this")
        private @Nullable T service;

        @GuardedBy("this")
        private boolean ended;

        Slot(R reference, Source<T> source, Return<T> giveBack) {
            this.reference = reference;
            this.source = source;
            this.giveBack = giveBack;
        }

        /**
         * Called without the lock, because getting the service may take long.
         *
         * @return false when the service is not available now
         */
        boolean get() {
            T got = source.get();
            if (got == null) {
                return false;
            }
            synchronized (this) {
                if (!ended) {
                    service = got;
                    arrived.accept(reference, got);
                    return true;
                }
            }
            giveBack.unget(got);
            return true;
        }

        void await() {
            try {
                long pause = FIRST_PAUSE_MILLIS;
                while (pause(pause) && !get()) {
                    pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) { // the service's or the component's code threw it
                LOG.log(Level.ERROR, "a service that came late cannot be used: " + reference, failed);
            }
        }

        /** @return false when the service is no longer wanted */
        private synchronized boolean pause(long millis) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long rest = millis;
                    !ended && rest > 0;
                    rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(rest);
            }
            return !ended;
        }

        synchronized void awaitNoLonger() {
            ended = true;
            notifyAll();
        }

        void end() {
            T gone;
            synchronized (this) {
                awaitNoLonger();
                gone = service;
                service = null;
                if (gone != null) {
                    left.accept(reference, gone);
                }
            }
            if (gone != null) {
                giveBack.unget(gone);
            }
        }
    }
}
