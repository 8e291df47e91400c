// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services of a dynamic reference, each of which is got when somebody first asks for them, as {@link LazyService} says:
 *
 * <pre>{@code
 * private final LazyServices<ServiceReference<Configured>, Configured> configured = new LazyServices<>();
 *
 * void bindConfigured(ServiceReference<Configured> reference, ComponentServiceObjects<Configured> objects) {
 *     configured.add(reference, objects::getService, objects::ungetService);
 * }
 *
 * void unbindConfigured(ServiceReference<Configured> reference) {
 *     configured.remove(reference);
 * }
 * }</pre>
 *
 * <p>By any thread.
 *
 * @param <R> by what services are known, such as ServiceReference: the greatest comes first
 * @param <T> their type
 */
public final class LazyServices<R extends Comparable<? super R>, T> {

    private final List<Known<R, T>> services = new CopyOnWriteArrayList<>();

    private record Known<R, T>(R reference, LazyService<T> service) {}

    /** Makes one without services. */
    public LazyServices() {}

    /**
     * A service is there. Nobody asks for it yet.
     *
     * @param reference by which it is known
     * @param get gets it; null when it cannot be had now
     * @param giveBack gives it back
     */
    public void add(R reference, Supplier<? extends @Nullable T> get, Consumer<? super T> giveBack) {
        services.add(new Known<>(reference, new LazyService<>(get, giveBack)));
    }

    /**
     * A service goes, and is given back if somebody has asked for it.
     *
     * @param reference by which it is known; may be one that was never added
     */
    public void remove(R reference) {
        for (Known<R, T> each : services) {
            if (each.reference.equals(reference) && services.remove(each)) {
                each.service.release();
            }
        }
    }

    /** @return those that can be had now, in the order of their references */
    public List<T> all() {
        return services.stream()
                .sorted(Comparator.comparing((Known<R, T> each) -> each.reference)
                        .reversed())
                .map(each -> each.service.get())
                .flatMap(Optional::stream)
                .toList();
    }
}
