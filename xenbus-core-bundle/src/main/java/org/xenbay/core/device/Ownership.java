// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/**
 * Whose a device is. The core marks those it serves with a node of the backend's directory, so that after a restart it
 * tells its own from those of another program, whatever state they are in.
 */
final class Ownership {

    /** The mark's name in the backend's directory, which the guest cannot write. */
    static final String NODE = "served-by";

    /** Its value. */
    static final String MARK = "xenbay";

    private Ownership() {}

    /**
     * @param mark the device's mark, if it has one
     * @param competitors who knows the other programs; null when nobody does now
     * @param before what was found out before
     * @return the program that the device has to be left to; empty when there is none
     */
    static String competitor(DeviceId id, Optional<String> mark, Competitors competitors, String before) {
        if (mark.filter(MARK::equals).isPresent()) {
            return "";
        }
        return competitors == null ? before : competitors.servedBy(id).orElse("");
    }

    /** Takes the mark off; a directory that the toolstack has removed stays removed. */
    static void disown(XenStore store, StorePath backendDirectory) {
        store.remove(backendDirectory.child(NODE));
    }
}
