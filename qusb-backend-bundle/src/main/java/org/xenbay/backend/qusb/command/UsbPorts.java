// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.device.DeviceId;

/** The backend's services for its command. Methods may be called from any thread and return at once. */
public interface UsbPorts {

    /** @return the present USB devices and the missing assigned ones, with their controllers */
    List<UsbDeviceView> devices();

    /** @return the guests' USB controllers */
    List<DeviceId> controllers();

    /**
     * Assigns a device to a guest, as the toolstack would, in the controller's node.
     *
     * @param path the device's place, {@code 2-1.4}, or the name of a software device
     * @param controller a guest's USB controller
     * @param port 1 and up; 0 for the first free one
     * @param force whether to take it even while the host uses it. For the host this is like unplugging the device, and data
     *     that it has not written are lost
     * @return the port; completes when the device has been opened, or at once if the guest's driver is not connected yet, and
     *     the device is opened later. Fails with an {@link IllegalStateException} whose message is one line for an operator
     * @throws IllegalArgumentException when there is no such controller
     */
    CompletableFuture<Integer> attach(String path, DeviceId controller, int port, boolean force);

    /**
     * Removes a device from its guest. Rules do not assign it again while it stays plugged in.
     *
     * @param path as above
     * @return the controller that had it; completes when the device is free again
     * @throws IllegalArgumentException when it is not assigned to a guest
     */
    CompletableFuture<DeviceId> detach(String path);
}
