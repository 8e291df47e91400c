// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;

/**
 * Who shows screens, and the passwords that QMP's clients have set: whoever comes to show screens, such as new code, knows none of
 * them. From any thread.
 */
final class ScreenPasswords {

    /** Null while nobody shows screens. */
    @GuardedBy("this")
    private @Nullable VncServers servers;

    @GuardedBy("this")
    private final Map<DeviceId, String> passwords = new TreeMap<>();

    synchronized @Nullable VncServers servers() {
        return servers;
    }

    synchronized void come(VncServers now) {
        servers = now;
        passwords.forEach(now::setPassword);
    }

    synchronized void go(VncServers gone) {
        if (servers == gone) {
            servers = null;
        }
    }

    /** @return whether the screen is shown; without one nothing is set */
    synchronized boolean set(DeviceId screen, String password) {
        VncServers present = servers;
        if (present == null || present.address(screen).isEmpty()) {
            return false;
        }
        present.setPassword(screen, password);
        passwords.put(screen, password);
        return true;
    }

    /** The guest has gone. */
    synchronized void forget(DeviceId screen) {
        passwords.remove(screen);
    }
}
