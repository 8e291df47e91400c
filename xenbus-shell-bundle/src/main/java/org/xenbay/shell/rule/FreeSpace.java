// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.rule;

import java.nio.file.Path;

/** How much space the run folder's file system has to have left. */
public final class FreeSpace {
    private static final long MIB = 1L << 20;
    private static final long LOW = 256 * MIB;
    private static final long NONE = 16 * MIB;

    private FreeSpace() {}

    /**
     * @param usable bytes that are left
     * @return how serious that is
     */
    public static Severity severity(long usable) {
        return usable < NONE ? Severity.CRITICAL : usable < LOW ? Severity.WARNING : Severity.OK;
    }

    /**
     * @param folder the run folder
     * @param usable bytes that are left
     * @return that in words
     */
    public static String text(Path folder, long usable) {
        return folder + " has " + usable / MIB + " MiB left";
    }
}
