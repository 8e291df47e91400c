// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The last report of a port to the guest. While the guest has no tickets left, at most two events are pending: the removal of
 * the old device, and the speed of the new device. Events therefore do not accumulate.
 *
 * @param speed the reported speed; {@link ConnRing#NONE} for an empty port
 * @param attachment number of the reported attachment; 0 when it does not exist any more
 * @param awaited path of the device that was in the port when another process served the guest, and has to continue; an empty
 *     text, as in the node of an empty port, for none
 */
record ReportedPort(int speed, long attachment, String awaited) {

    static final ReportedPort NOTHING = of(ConnRing.NONE);

    /** Reported a device that does not exist any more. */
    static ReportedPort of(int speed) {
        return new ReportedPort(speed, 0, "");
    }

    /** Reported the present device. */
    static ReportedPort of(int speed, Attachment attachment) {
        return new ReportedPort(speed, speed == ConnRing.NONE ? 0 : attachment.number(), "");
    }

    /** @return the same port, whose device has to continue when it is found */
    ReportedPort awaiting(String path) {
        return new ReportedPort(speed, 0, path);
    }

    /** @return the same port, which no longer waits for a device */
    ReportedPort awaitingNone() {
        return new ReportedPort(speed, attachment, "");
    }

    /** @return whether this device can continue for the guest as if it had never been away */
    boolean isContinuedBy(Attachment plugged) {
        return awaited.equals(plugged.info().path())
                && speed == ConnRing.code(plugged.info().speed());
    }

    /**
     * @param plugged the present device; null for none
     * @return the speed to report to the guest next, if there is a change
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
