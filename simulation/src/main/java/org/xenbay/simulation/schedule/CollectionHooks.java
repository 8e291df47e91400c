// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Replaces operations of collections that hold a lock of the JDK, and immutable collections by ones whose order is the same in
 * each process.
 */
public final class CollectionHooks {

    private CollectionHooks() {}

    public static boolean removeIf(Collection<Object> all, Predicate<Object> which) {
        return indivisibly(all, () -> all.removeIf(which));
    }

    private interface Piece<T> {
        T run();
    }

    /** For callbacks of a concurrent collection, which may hold a lock of the JDK during the call. */
    private static <T> T indivisibly(Object collection, Piece<T> piece) {
        if (!collection.getClass().getName().startsWith("java.util.concurrent.")) {
            return piece.run();
        }
        Hooks.step();
        Hooks.beginIndivisible();
        try {
            return piece.run();
        } finally {
            Hooks.endIndivisible();
        }
    }

    /** The JDK's map has another order in each process. */
    public static Map<?, ?> ordered(Map<?, ?> map) {
        return map.size() < 2 ? map : orderedMap(map);
    }

    private static <K, V> Map<K, V> orderedMap(Map<K, V> map) {
        Map<K, V> ordered = new LinkedHashMap<>();
        sorted(map.keySet()).forEach(key -> ordered.put(key, map.get(key)));
        return Collections.unmodifiableMap(ordered);
    }

    /** The JDK's set has another order in each process. */
    public static Set<?> ordered(Set<?> set) {
        return set.size() < 2 ? set : Collections.unmodifiableSet(new LinkedHashSet<>(sorted(set)));
    }

    private static <T> List<T> sorted(Set<T> set) {
        return set.stream()
                .sorted((one, other) -> text(one).compareTo(text(other)))
                .toList();
    }

    private static String text(Object object) {
        return object instanceof Class<?> type ? type.getName() : object.toString();
    }
}
