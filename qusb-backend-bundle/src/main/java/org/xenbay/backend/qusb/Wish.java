// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.concurrent.CompletableFuture;

/**
 * Which device is wanted in a port, and by whom.
 *
 * @param path of the device; empty for none
 * @param byRule whether a rule wants it, and neither a toolstack nor an operator
 * @param byForce whether an operator wants it also while the host uses it
 * @param asker told when the device has been taken; null when nobody waits for that
 */
record Wish(String path, boolean byRule, boolean byForce, CompletableFuture<Integer> asker) {

    static final Wish NONE = ofToolstack("");

    static Wish ofToolstack(String path) {
        return new Wish(path, false, false, null);
    }

    static Wish ofRule(String path) {
        return new Wish(path, true, false, null);
    }

    static Wish ofOperator(String path, boolean byForce, CompletableFuture<Integer> asker) {
        return new Wish(path, false, byForce, asker);
    }

    /** @return the same of nobody who waits */
    Wish answered() {
        return new Wish(path, byRule, byForce, null);
    }

    /** @return the same, of a device that is not taken by force again */
    Wish withoutForce() {
        return new Wish(path, byRule, false, asker);
    }
}
