// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that a daemon uses. Pages of Java's heap stay resident when nothing is in them any more, so that the resident size hides what
 * comes into such pages: of the heap its objects count, of everything else the resident pages.
 */
final class DaemonMemory {

    private static final Pattern GENERATION =
            Pattern.compile("total +\\d+K, used (\\d+)K \\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern PSS = Pattern.compile("^Pss: +(\\d+) kB$");
    private static final int HEX = 16;
    private static final double MEBIBYTE_KB = 1024;

    private DaemonMemory() {}

    /**
     * @param pid of a daemon with the serial collector
     * @return objects after a collection, and resident pages outside the heap (pages that several processes share count in part), in MiB
     */
    static double used(long pid) throws IOException, InterruptedException {
        ask(pid, "GC.run");
        long kilobytes = 0;
        long begin = Long.MAX_VALUE;
        long end = 0;
        for (Matcher each = GENERATION.matcher(ask(pid, "GC.heap_info")); each.find(); ) {
            kilobytes += Long.parseLong(each.group(1));
            begin = Math.min(begin, Long.parseLong(each.group(2), HEX));
            end = Math.max(end, Long.parseLong(each.group(3), HEX));
        }
        if (end == 0) {
            throw new IllegalStateException("the daemon does not say where its heap is");
        }
        return (kilobytes + residentOutside(pid, begin, end)) / MEBIBYTE_KB;
    }

    private static long residentOutside(long pid, long begin, long end) throws IOException {
        long kilobytes = 0;
        boolean counts = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher pss = PSS.matcher(line);
            if (mapping.matches()) {
                long address = Long.parseUnsignedLong(mapping.group(1), HEX);
                counts = Long.compareUnsigned(address, begin) < 0 || Long.compareUnsigned(address, end) >= 0;
            } else if (counts && pss.matches()) {
                kilobytes += Long.parseLong(pss.group(1));
            }
        }
        return kilobytes;
    }

    private static String ask(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes());
        if (asked.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + " failed: " + said);
        }
        return said;
    }
}
