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

    private static final Map<String, Deque<AutoCloseable>> THINGS = new ConcurrentHashMap<>();

    private LeftBehind() {}

    /**
     * @param word by which it will be asked for
     * @param thing it
     * @return the word
     */
    public static String leave(Word word, AutoCloseable thing) {
        String text = word.toString();
        THINGS.computeIfAbsent(text, unused -> new ConcurrentLinkedDeque<>()).add(thing);
        return text;
    }

    static boolean isEmpty() {
        return THINGS.values().stream().allMatch(Deque::isEmpty);
    }

    /** Nobody asks for any of it: whoever left it was killed before it was taken. */
    static void forget() {
        THINGS.clear();
    }

    /** @return the thing, once; null when there is none */
    static AutoCloseable take(String word) {
        Deque<AutoCloseable> things = THINGS.get(word);
        return things == null ? null : things.poll();
    }
}
