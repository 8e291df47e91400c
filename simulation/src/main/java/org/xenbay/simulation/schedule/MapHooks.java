// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replaces changes of a map. A concurrent map holds a lock while it computes a value, which may take as long as a request to
 * XenStore; this class replaces that lock by one of the scheduler's.
 */
public final class MapHooks {

    private MapHooks() {}

    private static <T extends @Nullable Object> T locked(Map<Object, Object> map, Supplier<T> change) {
        if (!(map instanceof ConcurrentMap)) {
            return change.get();
        }
        Hooks.enter(map);
        try {
            return change.get();
        } finally {
            Hooks.exit(map);
        }
    }

    public static @Nullable Object computeIfAbsent(
            Map<Object, Object> map, Object key, Function<Object, Object> function) {
        return locked(map, () -> {
            Object old = map.get(key);
            return old == null ? set(map, key, function.apply(key)) : old;
        });
    }

    public static @Nullable Object computeIfPresent(
            Map<Object, Object> map, Object key, BiFunction<Object, Object, Object> function) {
        return locked(map, () -> {
            Object old = map.get(key);
            return old == null ? null : set(map, key, function.apply(key, old));
        });
    }

    public static @Nullable Object compute(
            Map<Object, Object> map, Object key, BiFunction<Object, Object, Object> function) {
        return locked(map, () -> set(map, key, function.apply(key, map.get(key))));
    }

    public static @Nullable Object merge(
            Map<Object, Object> map, Object key, Object value, BiFunction<Object, Object, Object> function) {
        return locked(map, () -> {
            Object old = map.get(key);
            return set(map, key, old == null ? value : function.apply(old, value));
        });
    }

    private static @Nullable Object set(Map<Object, Object> map, Object key, @Nullable Object value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
        return value;
    }

    public static @Nullable Object put(Map<Object, Object> map, Object key, Object value) {
        return locked(map, () -> map.put(key, value));
    }

    public static @Nullable Object putIfAbsent(Map<Object, Object> map, Object key, Object value) {
        return locked(map, () -> map.putIfAbsent(key, value));
    }

    public static @Nullable Object remove(Map<Object, Object> map, Object key) {
        return locked(map, () -> map.remove(key));
    }

    public static boolean remove(Map<Object, Object> map, Object key, Object value) {
        return locked(map, () -> map.remove(key, value));
    }
}
