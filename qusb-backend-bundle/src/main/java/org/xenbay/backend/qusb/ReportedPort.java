// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the guest was told of a port. While the guest has no tickets left, at most two events are pending: that the old
 * device is gone, and the speed of the new device. So events do not accumulate.
 *
 * @param speed as the guest was told it; {@link ConnRing#NONE} for nothing plugged in
 * @param attachment number of the attachment that the guest was told of; 0 when it is not there any more
 * @param awaited path of the device that was in the port when another process served the guest, and is to continue; an empty
 *     text, as in the node of an empty port, for none
 */
record ReportedPort(int speed, long attachment, String awaited) {

    static final ReportedPort NOTHING = of(ConnRing.NONE);

    /** The guest was told of a device that is not there any more. */
    static ReportedPort of(int speed) {
        return new ReportedPort(speed, 0, "");
    }

    /** The guest was told what is there now. */
    static ReportedPort of(int speed, Attachment attachment) {
        return new ReportedPort(speed, speed == ConnRing.NONE ? 0 : attachment.number(), "");
    }

    /** @return the same port, whose device is to continue when it is found */
    ReportedPort awaiting(String path) {
        return new ReportedPort(speed, 0, path);
    }

    /** @return the same port, which waits for no device any more */
    ReportedPort awaitingNone() {
        return new ReportedPort(speed, attachment, "");
    }

    /** @return whether the guest may continue with this device as if it had never been away */
    boolean isContinuedBy(Attachment plugged) {
        return awaited.equals(plugged.info().path())
                && speed == ConnRing.code(plugged.info().speed());
    }

    /**
     * @param plugged what is there; null for nothing
     * @return the speed that the guest is to be told next, if anything
     */
    OptionalInt news(@Nullable Attachment plugged) {
        if (!awaited.isEmpty()) {
            return OptionalInt.empty();
        } else if (speed != ConnRing.NONE) {
            boolean right = plugged != null && plugged.number() == attachment;
            return right ? OptionalInt.empty() : OptionalInt.of(ConnRing.NONE);
        }
        return plugged == null
                ? OptionalInt.empty()
                : OptionalInt.of(ConnRing.code(plugged.info().speed()));
    }
}
