// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/**
 * The screen of a guest. The backend registers it as a service when the toolstack has made the device. It has a picture while
 * the guest's driver is connected. While the backend's code is replaced, the service is unregistered for a moment. From any
 * thread.
 */
@ProviderType
public interface GuestScreen {

    /** @return which device */
    DeviceId device();

    /** @return the guest's name */
    String domainName();

    /** @return how the toolstack wants it to be shown */
    VncRequest vnc();

    /** @return what the screen waits for, in words for its viewers; empty while it has a picture */
    String waitsFor();

    /**
     * Opens a view. The guest's memory is read while the screen has a view.
     *
     * @param changed called when {@link ScreenView#take} would return a change; on the device's executor: must not block
     * @return the view, to be closed when it is no longer needed
     */
    ScreenView watch(Runnable changed);
}
