// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.management.DeviceView;

/**
 * What a device waits for, in words for an operator.
 *
 * @param side who has to act, if somebody has to
 * @param what what it waits for; without a side, what is the matter
 */
public record Wait(@Nullable Side side, String what) {

    /** Nobody has to act. */
    public static final Wait NOTHING = saying(DeviceView.WELL);

    /**
     * @param what what is the matter, while nobody has to act
     * @return that
     */
    public static Wait saying(String what) {
        return new Wait(null, what);
    }

    @Override
    public String toString() {
        return side == null ? what : "waits for the " + side + ": " + what;
    }
}
