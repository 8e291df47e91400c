// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/**
 * Waits for the folder of a share that cannot be opened: it may be made, mounted or permitted later than the guest is started.
 * The kernel sends no event for that, so the device tries again after a delay that grows. On the device's executor only.
 */
final class FolderWait {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DeviceContext device;
    private Duration next = FIRST;
    /** Present while another attempt is scheduled. */
    private DeviceContext.@Nullable Timer timer;
    /** The message that was logged last. */
    private String told = "";

    FolderWait(DeviceContext device) {
        this.device = device;
    }

    /**
     * @param folder the folder
     * @param why it could not be opened
     * @return what the device waits for
     */
    Readiness notThere(Path folder, FileException why) {
        String what = "the folder " + folder + ", " + reason(why);
        if (!what.equals(told)) {
            device.log().info("waits for " + what);
            told = what;
        }
        if (timer == null) {
            timer = device.schedule(next, () -> {
                timer = null;
                device.recheck();
            });
            next = next.compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        }
        return Readiness.waitFor(Side.HOST, what);
    }

    private static String reason(FileException why) {
        return switch (why.errno()) {
            case Errno.ENOENT -> "which does not exist";
            case Errno.ENOTDIR -> "which is not a folder, or is below something that is not";
            case Errno.EACCES, Errno.EPERM -> "which this process is not permitted to open";
            default -> "which cannot be opened: " + why.getMessage();
        };
    }

    /** The folder has been opened. */
    void isThere() {
        DeviceContext.Timer scheduled = timer;
        if (scheduled != null) {
            scheduled.cancel();
            timer = null;
        }
        next = FIRST;
        told = "";
    }
}
