// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;

/** Constant properties of this process. */
final class OwnProcess {

    static final long PID = ProcessHandle.current().pid();

    /** In the kernel's ticks since boot; 0 if /proc does not contain it. */
    static final long STARTED = started();

    private OwnProcess() {}

    private static long started() {
        try {
            return ProcessId.startOf(PID).orElse(0L);
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }
}
