// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** Notifies a service manager by datagrams to the socket that it named, as sd_notify(3) describes. */
final class NotifySocket implements ServiceManager {

    private static final Logger LOG = System.getLogger(NotifySocket.class.getName());

    /**
     * Characters of a status line. systemd 252 passes over datagrams of more than 4096 bytes (src/core/manager.c, PIPE_BUF); a
     * character has 3 bytes at most.
     */
    private static final int MAX_STATUS = 1024;

    private final String name;
    private final byte[] address;
    private final @Nullable Duration watchdog;
    private volatile boolean stopping;

    /**
     * @param name value of NOTIFY_SOCKET: a path, or an abstract name after an {@code @}
     * @param watchdog the longest time between two signs of life; null when the manager wants none
     * @throws IllegalArgumentException when the name is neither of both, or too long
     */
    NotifySocket(String name, @Nullable Duration watchdog) {
        this.name = name;
        this.address = address(name);
        this.watchdog = watchdog;
    }

    private static byte[] address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length < 2 || path.length >= LibcAbi.SUN_PATH_SIZE || path[0] != '/' && path[0] != '@') {
            throw new IllegalArgumentException("NOTIFY_SOCKET=" + name + " names no socket");
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        return Descriptors.socketAddress(path);
    }

    @Override
    public void ready(String status) {
        tell("READY=1", statusOf(status));
    }

    @Override
    public void status(String line) {
        tell(statusOf(line));
    }

    private static String statusOf(String line) {
        String cut = line.length() > MAX_STATUS ? line.substring(0, MAX_STATUS - 1) + "…" : line;
        return "STATUS=" + cut.replaceAll("\\p{Cc}", " ");
    }

    @Override
    public Optional<Duration> watchdog() {
        return Optional.ofNullable(watchdog);
    }

    @Override
    public void alive() {
        if (watchdog != null && !stopping) {
            tell("WATCHDOG=1");
        }
    }

    /**
     * systemd ends its watchdog when the unit's state becomes "stop-sigterm", but each WATCHDOG=1 begins it anew, whatever the
     * state (src/core/service.c of systemd 252 and 257: service_set_state, service_notify_message). One that another thread sends
     * at this moment, or that systemd reads after it sent SIGTERM, would have the process killed in the middle of a long stop.
     * WATCHDOG_USEC=0 switches the watchdog off for the rest of this process's life (service_override_watchdog_timeout).
     */
    @Override
    public void stopping() {
        stopping = true;
        if (watchdog == null) {
            tell("STOPPING=1");
        } else {
            tell("STOPPING=1", "WATCHDOG_USEC=0");
        }
    }

    private void tell(String... assignments) {
        try {
            send(String.join("\n", assignments).getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            LOG.log(
                    Level.WARNING,
                    "the service manager at {0} is not told {1}: {2}",
                    name,
                    assignments[0],
                    refused.getMessage());
        }
    }

    private void send(byte[] bytes) throws IOException {
        int socket = CallException.checked(
                Libc.socket(LibcAbi.AF_UNIX, LibcAbi.SOCK_DGRAM | LibcAbi.SOCK_CLOEXEC, 0), "socket");
        try (Memory message = new Memory(bytes.length);
                Memory target = new Memory(address.length)) {
            message.write(0, bytes, 0, bytes.length);
            target.write(0, address, 0, address.length);
            if (Libc.sendto(
                            socket,
                            message,
                            bytes.length,
                            LibcAbi.MSG_DONTWAIT | LibcAbi.MSG_NOSIGNAL,
                            target,
                            address.length)
                    < 0) {
                throw CallException.last("sendto");
            }
        } finally {
            Descriptors.close(socket);
        }
    }
}
