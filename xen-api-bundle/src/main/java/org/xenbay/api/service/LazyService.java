// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that a component gets when it first needs it, and asks for again while it cannot be had: for one that is looked at now and then. Its
 * component may be activating on another thread when the reference is bound; see {@link LateServices}, for services that are to be told of.
 * Nobody waits while the service is got: Declarative Services may take seconds for that, and the thread that takes the reference away
 * may be one that replaces a backend's code. By any thread.
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
     * @param get gets the service, such as {@code ComponentServiceObjects.getService}; null when it cannot be had now
     * @param giveBack gives it back
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

    /** Another thread may have got it meanwhile, or taken it away. */
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

    /** Gives the service back, if somebody has asked for it; nobody gets it from now on. */
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
