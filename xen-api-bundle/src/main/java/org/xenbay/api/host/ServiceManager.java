// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells the program that started this daemon about the daemon's state: systemd, for a unit of {@code Type=notify}. The service
 * is registered only where the environment names the socket (NOTIFY_SOCKET, see sd_notify(3)).
 *
 * <p>From any thread, without waiting. When the manager does not accept a message, the daemon logs it and does not fail.
 */
@ProviderType
public interface ServiceManager {

    /**
     * The daemon is up; units ordered after it may start.
     *
     * @param status one line for {@code systemctl status}
     */
    void ready(String status);

    /** The daemon has begun to end. */
    void stopping();
}
