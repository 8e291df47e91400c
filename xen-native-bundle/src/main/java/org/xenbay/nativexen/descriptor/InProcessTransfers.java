// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Resources that were detached within this process: given back unchanged. Resources that share a descriptor have the same
 * token and are interchangeable. By any thread.
 */
public final class InProcessTransfers {

    private static final Logger LOG = System.getLogger(InProcessTransfers.class.getName());

    /** By token; none is empty. Each is used only while the map has its entry locked. */
    private final Map<String, Deque<AutoCloseable>> things = new ConcurrentHashMap<>();

    /**
     * @param token names the resource
     * @param thing the resource itself
     * @return the token as text
     */
    public String add(DescriptorToken token, AutoCloseable thing) {
        String text = token.toString();
        things.compute(text, (unused, same) -> {
            Deque<AutoCloseable> with = same == null ? new ArrayDeque<>(1) : same;
            with.add(thing);
            return with;
        });
        return text;
    }

    boolean isEmpty() {
        return things.isEmpty();
    }

    /** @return the resource, once */
    @Nullable
    AutoCloseable take(String token) {
        List<AutoCloseable> taken = new ArrayList<>(1);
        things.computeIfPresent(token, (unused, same) -> {
            taken.add(same.remove());
            return same.isEmpty() ? null : same;
        });
        return taken.isEmpty() ? null : taken.get(0);
    }

    /**
     * @param token names the resource
     * @param thing the resource itself
     * @return whether it was there; nobody can take it any more
     */
    public boolean remove(String token, AutoCloseable thing) {
        AtomicBoolean removed = new AtomicBoolean();
        things.computeIfPresent(token, (unused, same) -> {
            removed.set(same.removeFirstOccurrence(thing));
            return same.isEmpty() ? null : same;
        });
        return removed.get();
    }

    /** Closes what was not taken: the device that it was detached for has not come back. */
    void closeUnclaimed() {
        for (String token : things.keySet()) {
            Deque<AutoCloseable> same = things.remove(token);
            if (same != null) {
                same.forEach(thing -> close(token, thing));
            }
        }
    }

    private static void close(String token, AutoCloseable thing) {
        try {
            LOG.log(Level.DEBUG, token + " was detached, and nobody has taken it: it is closed");
            thing.close();
        } catch (Exception failed) {
            LOG.log(Level.WARNING, token + " did not close properly", failed);
        }
    }
}
