// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/** Addresses and passwords of screens that are shown by VNC. A service of the bundle that shows them. From any thread. */
@ProviderType
public interface VncServers {

    /**
     * Where viewers of one screen connect.
     *
     * @param device the screen's device
     * @param socket path of the UNIX socket
     * @param host address of an interface; empty without TCP
     * @param port 0 without TCP
     * @param viewers number of viewers now
     * @param trouble why the screen cannot be reached in the way that the toolstack asked for; empty when it can
     */
    record Address(DeviceId device, String socket, String host, int port, int viewers, String trouble) {}

    /** @return all screens that are shown, in the order of their devices */
    List<Address> addresses();

    /**
     * @param device a screen's device
     * @return where its viewers connect; empty when it is not shown
     */
    default Optional<Address> address(DeviceId device) {
        return addresses().stream()
                .filter(address -> address.device().equals(device))
                .findFirst();
    }

    /**
     * Sets the password of viewers that come by TCP from now on, in place of the toolstack's nodes. It outlasts a screen that goes
     * and returns, the code of this service and the process, and counts for a screen that is not shown yet. Writes a small file.
     *
     * @param device a screen's device
     * @param password the new one; empty for none
     */
    void setPassword(DeviceId device, String password);

    /** @return screens whose passwords were set, also those of guests that have gone */
    Set<DeviceId> withPassword();

    /**
     * Forgets a password that was set: its guest has gone.
     *
     * @param device a screen's device; one without a password is allowed
     */
    void forgetPassword(DeviceId device);
}
