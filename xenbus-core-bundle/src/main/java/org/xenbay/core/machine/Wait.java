// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.management.DeviceView;

/**
 * What a device waits for, in words for an operator.
 *
 * @param side the side that has to act, if there is one
 * @param what what it waits for; without a side, the device's condition
 */
public record Wait(@Nullable Side side, String what) {

    /** No side has to act. */
    public static final Wait NOTHING = saying(DeviceView.WELL);

    /**
     * @param what the device's condition, while no side has to act
     * @return the wait
     */
    public static Wait saying(String what) {
        return new Wait(null, what);
    }

    @Override
    public String toString() {
        return side == null ? what : "waits for the " + side + ": " + what;
    }
}
