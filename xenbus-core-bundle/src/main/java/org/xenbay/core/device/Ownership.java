// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/**
 * Which program a device belongs to. The core marks devices that it serves with a node of the backend's directory, so that it
 * recognises them after a restart, in every state.
 */
final class Ownership {

    /** The mark's name in the backend's directory, which the guest cannot write. */
    static final String NODE = "served-by";

    /** Its value. */
    static final String MARK = "xenbay";

    private Ownership() {}

    /**
     * @param mark the device's mark, if it has one
     * @param competitors knows other programs, if there is such a service
     * @param before the last result
     * @return the program that serves the device; empty when no other program does
     */
    static String competitor(DeviceId id, @Nullable String mark, @Nullable Competitors competitors, String before) {
        if (MARK.equals(mark)) {
            return "";
        }
        return competitors == null ? before : competitors.servedBy(id).orElse("");
    }

    /** Removes the mark; a directory that the toolstack has removed stays removed. */
    static void disown(XenStore store, StorePath backendDirectory) {
        store.remove(backendDirectory.child(NODE));
    }
}
