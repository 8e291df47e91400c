// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;

/** A backend that knows no earlier version's state. */
public final class RefusingBackend extends IdleBackend {

    @Override
    public Readiness connect(DeviceLink link) {
        return Readiness.decline("a test");
    }

    @Override
    public Readiness resume(DeviceLink link, Parked parked) {
        throw new RefusedStateException("state of version " + parked.version() + " is not known here");
    }
}
