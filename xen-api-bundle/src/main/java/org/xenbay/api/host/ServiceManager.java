// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The program that started this daemon and wants to know how it is doing: systemd, for a unit of {@code Type=notify}. There
 * is such a service only where the environment names its socket (NOTIFY_SOCKET, see sd_notify(3)).
 *
 * <p>Any thread may call. Nothing is waited for, and a manager that does not take what it is told is not a failure of the
 * daemon's: it is logged.
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
