// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.device.DeviceId;

/** What the backend does for its command. Methods may be called from any thread and return at once. */
public interface UsbPorts {

    /** @return the USB devices there are and those that are wanted, and whose they are */
    List<UsbDeviceView> devices();

    /** @return the guests' USB controllers */
    List<DeviceId> controllers();

    /**
     * Plugs a device into a guest, as the toolstack would: the controller's node says so from then on.
     *
     * @param path where the device is, {@code 2-1.4}, or the name of one made of software
     * @param controller a guest's USB controller
     * @param port 1 and up; 0 for the first that is free
     * @param force whether to take it also while the host uses it, as if it was pulled out: what the host has not written to
     *     it is lost
     * @return the port, when the device has been taken; at once when the guest's driver is not there yet, as it is taken
     *     later then. Fails with an {@link IllegalStateException} whose message is one line for an operator
     * @throws IllegalArgumentException when there is no such controller
     */
    CompletableFuture<Integer> attach(String path, DeviceId controller, int port, boolean force);

    /**
     * Pulls a device out of the guest that has it. No rule gives it to a guest again while it stays where it is.
     *
     * @param path as above
     * @return who had it, when it is free again
     * @throws IllegalArgumentException when no guest has or wants it
     */
    CompletableFuture<DeviceId> detach(String path);
}
