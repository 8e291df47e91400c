// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that a component gets at its first use, and asks for again while it is not available. For services that are used
 * now and then. The service's component may still be activating on another thread when the reference is bound; {@link
 * LateServices} reports when such a service becomes available. No lock is held while the service is fetched, because
 * Declarative Services may need seconds for that, and the thread that unbinds the reference may be one that replaces a
 * backend's code. From any thread.
 *
 * @param <T> its type
 */
public final class LazyService<T> {

    private final Supplier<? extends @Nullable T> get;
    private final Consumer<? super T> giveBack;

    @GuardedBy("this")
    private @Nullable T service;

    @GuardedBy("this")
    private boolean released;

    /**
     * @param get gets the service, such as {@code ComponentServiceObjects.getService}; null when it is not available now
     * @param giveBack releases it
     */
    public LazyService(Supplier<? extends @Nullable T> get, Consumer<? super T> giveBack) {
        this.get = get;
        this.giveBack = giveBack;
    }

    /** @return the service; empty while its component activates, and after the service is gone */
    public Optional<T> get() {
        synchronized (this) {
            if (released || service != null) {
                return Optional.ofNullable(service);
            }
        }
        T got = get.get();
        return got == null ? Optional.empty() : keep(got);
    }

    /** Another thread may have got the service meanwhile, or released it. */
    private Optional<T> keep(T got) {
        Optional<T> kept;
        synchronized (this) {
            if (!released && service == null) {
                service = got;
                return Optional.of(got);
            }
            kept = Optional.ofNullable(service);
        }
        giveBack.accept(got);
        return kept;
    }

    /** Releases the service, if it was fetched. From now on {@link #get} returns empty. */
    public void release() {
        T held;
        synchronized (this) {
            released = true;
            held = service;
            service = null;
        }
        if (held != null) {
            giveBack.accept(held);
        }
    }
}
