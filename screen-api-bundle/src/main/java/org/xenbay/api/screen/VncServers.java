// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/** A service of whoever shows screens by VNC: where, and by what password. From any thread. */
@ProviderType
public interface VncServers {

    /**
     * Where viewers of one screen connect.
     *
     * @param device whose screen
     * @param socket path of the UNIX socket
     * @param host address of an interface; empty when nobody can come by TCP
     * @param port 0 when nobody can come by TCP
     * @param viewers how many look now
     * @param trouble why it cannot be reached as the toolstack asked; empty when it can
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
     * and returns, and counts for one that is not shown yet.
     *
     * @param device a screen's device
     * @param password the new one; empty for none
     */
    void setPassword(DeviceId device, String password);
}
