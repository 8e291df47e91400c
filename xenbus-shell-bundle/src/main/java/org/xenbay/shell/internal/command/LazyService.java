// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * A service that the shell gets when a command first asks for it. Its component may be activating on another thread when the
 * reference is bound. Declarative Services wait five seconds for that, then leave the service out for good; a command that
 * comes later would miss it. By any thread.
 */
final class LazyService<T> {

    private final ServiceReference<T> reference;
    private final ComponentServiceObjects<T> objects;

    private @Nullable T service;

    LazyService(ServiceReference<T> reference, ComponentServiceObjects<T> objects) {
        this.reference = reference;
        this.objects = objects;
    }

    /** @return the service; empty while its component activates, and after the service is gone */
    synchronized Optional<T> get() {
        if (service == null) {
            service = objects.getService();
        }
        return Optional.ofNullable(service);
    }

    boolean isOf(ServiceReference<T> other) {
        return reference.equals(other);
    }

    /** Gives the service back, if a command asked for it. */
    synchronized void release() {
        if (service != null) {
            objects.ungetService(service);
            service = null;
        }
    }
}
