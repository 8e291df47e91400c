// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All watches by path, so that a change checks only the path's ancestors. Guarded by the engine's lock. */
final class WatchTable {

    private final Map<String, Set<WatchEntry>> byPath = new HashMap<>();
    private int size;

    void add(WatchEntry watch) {
        byPath.computeIfAbsent(watch.path(), path -> new LinkedHashSet<>(2)).add(watch);
        size++;
    }

    void remove(WatchEntry watch) {
        Set<WatchEntry> watches = byPath.get(watch.path());
        if (watches != null && watches.remove(watch)) {
            size--;
            if (watches.isEmpty()) {
                byPath.remove(watch.path());
            }
        }
    }

    int size() {
        return size;
    }

    /** Every watch set exactly at a path. */
    void forEachAt(String path, Consumer<WatchEntry> action) {
        Set<WatchEntry> watches = byPath.get(path);
        if (watches != null) {
            watches.forEach(action);
        }
    }

    /** Every watch set at a path or at an ancestor of it. */
    void forEachAtOrAbove(String path, Consumer<WatchEntry> action) {
        String at = path;
        while (at.length() > 1) {
            forEachAt(at, action);
            int slash = at.lastIndexOf('/');
            at = slash <= 0 ? "/" : at.substring(0, slash);
        }
        forEachAt(at, action);
    }
}
