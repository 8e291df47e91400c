// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys that are down, and the sources that hold them: two sources may hold the same key. */
final class HeldKeys {

    private final Map<Integer, Set<Object>> holders = new HashMap<>();

    /** @return whether to report the press to the guest: not when another source holds the key already */
    boolean press(Object holder, int code) {
        Set<Object> of = holders.computeIfAbsent(code, unused -> new HashSet<>());
        boolean elsewhere = !of.isEmpty() && !of.contains(holder);
        of.add(holder);
        return !elsewhere;
    }

    /** @return whether to report the release to the guest: only when no source holds the key any more */
    boolean release(Object holder, int code) {
        Set<Object> of = holders.get(code);
        if (of == null || !of.remove(holder) || !of.isEmpty()) {
            return false;
        }
        holders.remove(code);
        return true;
    }

    boolean isDown(int code) {
        return holders.containsKey(code);
    }

    /** @return the keys that one source holds */
    List<Integer> heldBy(Object holder) {
        return holders.entrySet().stream()
                .filter(entry -> entry.getValue().contains(holder))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** @return the keys that are down */
    List<Integer> all() {
        return holders.keySet().stream().sorted().toList();
    }

    /** Forgets keys that were not reported to the guest, as if they had never been pressed. */
    void keepOnly(BitSet known) {
        holders.keySet().removeIf(code -> !known.get(code));
    }

    void clear() {
        holders.clear();
    }

    int count() {
        return holders.size();
    }
}
