// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which device is wanted in a port, and by whom.
 *
 * @param path of the device; empty for none
 * @param byRule whether a rule wants it, and neither a toolstack nor an operator
 * @param byForce whether an operator wants it also while the host uses it
 * @param asker told when the device has been taken; null when nobody waits for that
 */
record PortAssignment(
        String path,
        boolean byRule,
        boolean byForce,
        @Nullable CompletableFuture<Integer> asker) {

    static final PortAssignment NONE = ofToolstack("");

    static PortAssignment ofToolstack(String path) {
        return new PortAssignment(path, false, false, null);
    }

    static PortAssignment ofRule(String path) {
        return new PortAssignment(path, true, false, null);
    }

    static PortAssignment ofOperator(String path, boolean byForce, CompletableFuture<Integer> asker) {
        return new PortAssignment(path, false, byForce, asker);
    }

    /** @return the same of nobody who waits */
    PortAssignment answered() {
        return new PortAssignment(path, byRule, byForce, null);
    }

    /** @return the same, of a device that is not taken by force again */
    PortAssignment withoutForce() {
        return new PortAssignment(path, byRule, false, asker);
    }
}
