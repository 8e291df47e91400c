// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.io.IOException;

/**
 * By which a kept thing is found again: its kind, the process that had it open, its descriptors there, and what they were
 * open on; written {@code node-812.4711-17-9-IDENTITY}. The numbers alone could mean something else by now: a process number
 * is used again, and so is the number of a descriptor, at once.
 *
 * @param kind what it is
 * @param process number of the process
 * @param started when that process was started, in the kernel's ticks; 0 when that was not noted
 * @param first its descriptor
 * @param second another one that belongs to it, or 0
 * @param identity what the first descriptor was open on, in a form of the kind's own: letters, digits and points; empty in
 *     words of versions that did not note it
 */
public record Word(String kind, long process, long started, int first, int second, String identity) {

    /** @return a thing of this process */
    public static Word here(String kind, int first, int second, String identity) {
        return new Word(kind, OwnProcess.PID, OwnProcess.STARTED, first, second, identity);
    }

    static Word parse(String text) throws IOException {
        String[] parts = text.split("-");
        try {
            if (parts.length == 4 || parts.length == 5) {
                String[] process = parts[1].split("\\.");
                return new Word(
                        parts[0],
                        Long.parseLong(process[0]),
                        process.length == 1 ? 0 : Long.parseLong(process[1]),
                        Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]),
                        parts.length == 4 ? "" : parts[4]);
            }
        } catch (NumberFormatException wrong) {
            throw new IOException("no word of a kept thing: " + text, wrong);
        }
        throw new IOException("no word of a kept thing: " + text);
    }

    /** @return the process that had the thing open */
    ProcessId owner() {
        return new ProcessId(process, started);
    }

    @Override
    public String toString() {
        return kind + "-" + process + "." + started + "-" + first + "-" + second + "-" + identity;
    }
}
