// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.time.Duration;
import java.util.Optional;
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

    /**
     * How the daemon is now. The line replaces the one before.
     *
     * @param line one line for {@code systemctl status}; control characters become blanks, and a long line is cut
     */
    void status(String line);

    /**
     * @return the longest time between two calls of {@link #alive}, after which the manager ends this process; empty when the
     *     manager does not watch it (WATCHDOG_USEC and WATCHDOG_PID, see sd_watchdog_enabled(3))
     */
    Optional<Duration> watchdog();

    /** The daemon works. No effect without a {@link #watchdog}, and none after {@link #stopping}. */
    void alive();

    /**
     * The daemon has begun to end. The manager's watchdog ends with this call, so that a long stop is not taken for a daemon
     * that does not work; the manager's time limit for stops applies instead.
     */
    void stopping();
}
