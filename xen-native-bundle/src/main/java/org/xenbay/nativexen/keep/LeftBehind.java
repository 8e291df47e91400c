// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Things that were left by who goes while this bundle stays: given back as they are. Several can share a descriptor, and so
 * have the same word; any of them is as good as another.
 */
public final class LeftBehind {

    private final Map<String, Deque<AutoCloseable>> things = new ConcurrentHashMap<>();

    /**
     * @param word by which it will be asked for
     * @param thing it
     * @return the word
     */
    public String leave(Word word, AutoCloseable thing) {
        String text = word.toString();
        things.computeIfAbsent(text, unused -> new ConcurrentLinkedDeque<>()).add(thing);
        return text;
    }

    boolean isEmpty() {
        return things.values().stream().allMatch(Deque::isEmpty);
    }

    /** @return the thing, once; null when there is none */
    AutoCloseable take(String word) {
        Deque<AutoCloseable> same = things.get(word);
        return same == null ? null : same.poll();
    }
}
