// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;

/**
 * Names a detached resource: its kind, the process that had it open, its descriptors there, and the identity of its file;
 * written {@code node-812.4711-17-9-IDENTITY}. The numbers alone do not identify it, because the kernel reuses numbers of
 * processes and of descriptors.
 *
 * @param kind kind of resource
 * @param process number of the process
 * @param started when that process was started, in the kernel's ticks; 0 when unknown
 * @param first its descriptor
 * @param second its second descriptor, or 0
 * @param identity identity of the first descriptor's file, in the kind's own format of letters, digits and points; empty in
 *     tokens of versions that did not note it
 */
public record DescriptorToken(String kind, long process, long started, int first, int second, String identity) {

    /** @return a token for a resource of this process */
    public static DescriptorToken here(String kind, int first, int second, String identity) {
        return new DescriptorToken(kind, OwnProcess.PID, OwnProcess.STARTED, first, second, identity);
    }

    static DescriptorToken parse(String text) throws IOException {
        String[] parts = text.split("-");
        try {
            if (parts.length == 4 || parts.length == 5) {
                String[] process = parts[1].split("\\.");
                return new DescriptorToken(
                        parts[0],
                        Long.parseLong(process[0]),
                        process.length == 1 ? 0 : Long.parseLong(process[1]),
                        Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]),
                        parts.length == 4 ? "" : parts[4]);
            }
        } catch (NumberFormatException wrong) {
            throw new IOException("not a token of a descriptor: " + text, wrong);
        }
        throw new IOException("not a token of a descriptor: " + text);
    }

    /** @return the process that had the resource open */
    ProcessId owner() {
        return new ProcessId(process, started);
    }

    @Override
    public String toString() {
        return kind + "-" + process + "." + started + "-" + first + "-" + second + "-" + identity;
    }
}
