// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * A service that is got when the page first asks for it: its component may be activating on another thread while the reference is bound
 * (ADR 50). From any thread.
 */
final class LazyService<T> {

    private final ServiceReference<T> reference;
    private final ComponentServiceObjects<T> objects;

    @GuardedBy("this")
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

    int compare(LazyService<T> other) {
        return reference.compareTo(other.reference);
    }

    /** Gives the service back, if the page asked for it. */
    synchronized void release() {
        if (service != null) {
            objects.ungetService(service);
            service = null;
        }
    }
}
