// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/**
 * The screen of a guest, a service of its backend from the moment that the toolstack made the device. It has a picture while the
 * guest's driver is connected. When the backend's code is replaced, the service goes and comes back. From any thread.
 */
@ProviderType
public interface GuestScreen {

    /** @return which device */
    DeviceId device();

    /** @return the guest's name */
    String domainName();

    /** @return how the toolstack wants it to be shown */
    VncRequest vnc();

    /** @return what the screen is waiting for, in words for whoever looks at it; empty while there is a picture */
    String waitsFor();

    /**
     * Begins to look. The guest's memory is read from the first view on, until the last one is closed.
     *
     * @param changed called when {@link ScreenView#take} would tell of something; on the device's executor: must not block
     * @return to be closed when nobody looks any more
     */
    ScreenView watch(Runnable changed);
}
