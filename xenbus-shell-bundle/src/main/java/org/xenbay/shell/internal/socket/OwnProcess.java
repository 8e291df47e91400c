// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xenbay.shell.internal.process.KernelView;

/**
 * Figures of this process from the kernel (proc(5)). The management beans have them too, but loading the beans takes about 50
 * ms at the start.
 */
final class OwnProcess {
    private static final Path PROC = Path.of("/proc");
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_TIME_AFTER_NAME = 20;

    private OwnProcess() {}

    /** Time since the process was started, with the launch script; precise to 10 ms. */
    static long ageMillis() throws IOException {
        String stat = Files.readString(PROC.resolve("self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).split(" ");
        long startTicks = Long.parseLong(afterName[START_TIME_AFTER_NAME]);
        double uptime =
                Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ")[0]);
        return Math.round(uptime * 1000) - startTicks * 1000 / TICKS_PER_SECOND;
    }

    /** Resident memory. */
    static long residentKilobytes() throws IOException {
        Long resident = KernelView.ofThisProcess().residentKibibytes();
        if (resident == null) {
            throw new IOException("no VmRSS in /proc/self/status");
        }
        return resident;
    }
}
