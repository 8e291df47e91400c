// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The device that is assigned to a port, and the origin of the assignment.
 *
 * @param path of the device; empty for none
 * @param byRule whether a rule has assigned it, and not a toolstack or an operator
 * @param byForce whether an operator wants it even while the host uses it
 * @param asker completed when the device has been opened; null if no operator waits
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

    /** @return the same assignment, for which no operator waits */
    PortAssignment answered() {
        return new PortAssignment(path, byRule, byForce, null);
    }

    /** @return the same assignment, without force */
    PortAssignment withoutForce() {
        return new PortAssignment(path, byRule, false, asker);
    }
}
