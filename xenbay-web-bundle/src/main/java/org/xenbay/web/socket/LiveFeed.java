// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.web.host.HostServices;

/** Tells open pages that something has changed, whichever core runs. What listens on the core's thread only raises a semaphore. */
public final class LiveFeed implements AutoCloseable {

    private final HostServices services;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Runnable unregister;

    @GuardedBy("this")
    private @Nullable XenbusAdmin listenedTo;

    @GuardedBy("this")
    private Runnable endListening = () -> {};

    @GuardedBy("this")
    private boolean closed;

    /** @param services of the host */
    public LiveFeed(HostServices services) {
        this.services = services;
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
        listeners.forEach(Runnable::run);
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
