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
 * The services of a dynamic reference, each of which arrives as soon as it can be had.
 *
 * <p>A service whose component activates on another thread cannot be had before that has ended. Declarative Services wait for
 * it for a while, five seconds as a rule. If the component that refers to it activates itself at that time, and the other one
 * ends before it, they leave the service out for good. So a component that must not miss one has its bind method take
 * {@code ServiceReference} and {@code ComponentServiceObjects}, which are there at once, and gives them to {@link #add}:
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
 * <p>A service that cannot be had at once is asked for again, on a thread of its own, with pauses that grow to a minute: its
 * component may also have failed, and be good later. By any thread.
 *
 * @param <R> by what services are known, such as ServiceReference
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

        /** @return the service; null when it cannot be had now */
        @Nullable
        T get();
    }

    /**
     * Gives a service back.
     *
     * @param <T> its type
     */
    @ConsumerType
    @FunctionalInterface
    public interface Return<T> {

        /** @param service what was got */
        void unget(T service);
    }

    /**
     * @param arrived told of each service that can be had, once, on the thread of {@link #add} or on one of this class
     * @param left told of each that arrived and is removed, on the thread of {@link #remove}
     */
    public LateServices(BiConsumer<? super R, ? super T> arrived, BiConsumer<? super R, ? super T> left) {
        this.arrived = arrived;
        this.left = left;
    }

    /**
     * A service is there. Asks for it once before this returns.
     *
     * @param reference by which it is known
     * @param source gets it
     * @param giveBack gives it back
     */
    public void add(R reference, Source<T> source, Return<T> giveBack) {
        Slot slot = new Slot(reference, source, giveBack);
        slots.put(reference, slot);
        if (!slot.get()) {
            DaemonThreads.start("xenbay-late-service", slot::await);
        }
    }

    /**
     * A service goes. When this returns, it has left, or will not arrive; and it is given back.
     *
     * @param reference by which it is known; may be one that was never added
     */
    public void remove(R reference) {
        Slot slot = slots.remove(reference);
        if (slot != null) {
            slot.end();
        }
    }

    /** No service arrives any more; those that have arrived stay until they are removed. */
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
         * Not under the lock, as the service may be long in coming.
         *
         * @return false when the service cannot be had now
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
            } catch (RuntimeException failed) { // any bundle's code, and what follows in the component
                LOG.log(Level.ERROR, "a service that came late cannot be used: " + reference, failed);
            }
        }

        /** @return false when the service is not waited for any more */
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
