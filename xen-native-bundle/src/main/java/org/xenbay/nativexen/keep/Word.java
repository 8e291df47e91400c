package org.xenbay.nativexen.keep;

import java.io.IOException;

/**
 * By which a thing is found again: its kind, the process that had it open, and its descriptors there; written
 * {@code node-812-17-9}.
 *
 * @param kind what it is
 * @param process number of the process
 * @param first its descriptor
 * @param second another one that belongs to it, or 0
 */
public record Word(String kind, long process, int first, int second) {

    /** @return a thing of this process */
    public static Word here(String kind, int first, int second) {
        return new Word(kind, ProcessHandle.current().pid(), first, second);
    }

    static Word parse(String text) throws IOException {
        String[] parts = text.split("-");
        try {
            if (parts.length == 4) {
                return new Word(
                        parts[0], Long.parseLong(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
            }
        } catch (NumberFormatException wrong) {
            throw new IOException("no word of a kept thing: " + text, wrong);
        }
        throw new IOException("no word of a kept thing: " + text);
    }

    @Override
    public String toString() {
        return kind + "-" + process + "-" + first + "-" + second;
    }
}
