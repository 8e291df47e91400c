// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Resources that were detached within this process: given back unchanged. Resources that share a descriptor have the same
 * token and are interchangeable.
 */
public final class InProcessTransfers {

    private final Map<String, Deque<AutoCloseable>> things = new ConcurrentHashMap<>();

    /**
     * @param token names the resource
     * @param thing the resource itself
     * @return the token as text
     */
    public String add(DescriptorToken token, AutoCloseable thing) {
        String text = token.toString();
        things.computeIfAbsent(text, unused -> new ConcurrentLinkedDeque<>()).add(thing);
        return text;
    }

    boolean isEmpty() {
        return things.values().stream().allMatch(Deque::isEmpty);
    }

    /** @return the resource, once */
    @Nullable
    AutoCloseable take(String token) {
        Deque<AutoCloseable> same = things.get(token);
        return same == null ? null : same.poll();
    }
}
