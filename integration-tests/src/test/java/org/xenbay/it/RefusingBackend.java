// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;

/** A backend that knows no earlier version's state. */
public final class RefusingBackend extends IdleBackend {

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        if (origin instanceof Origin.Resumed resumed) {
            throw new RefusedStateException(
                    "state of version " + resumed.parked().version() + " is not known here");
        }
        return Readiness.decline("a test");
    }
}
