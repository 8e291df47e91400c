// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** Notifies a service manager by datagrams to the socket that it named, as sd_notify(3) describes. */
final class NotifySocket implements ServiceManager {

    private static final Logger LOG = System.getLogger(NotifySocket.class.getName());

    private final String name;
    private final byte[] address;

    /**
     * @param name value of NOTIFY_SOCKET: a path, or an abstract name after an {@code @}
     * @throws IllegalArgumentException when it is neither of both, or too long
     */
    NotifySocket(String name) {
        this.name = name;
        this.address = address(name);
    }

    /** {@code struct sockaddr_un} (unix(7)): the family in the machine's order, then the name; a zero byte begins an abstract one. */
    private static byte[] address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length < 2 || path.length >= LibcAbi.SUN_PATH_SIZE || path[0] != '/' && path[0] != '@') {
            throw new IllegalArgumentException("NOTIFY_SOCKET=" + name + " names no socket");
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        byte[] address = new byte[Short.BYTES + path.length];
        address[0] = LibcAbi.AF_UNIX;
        System.arraycopy(path, 0, address, Short.BYTES, path.length);
        return address;
    }

    @Override
    public void ready(String status) {
        tell("READY=1", "STATUS=" + status.replace('\n', ' '));
    }

    @Override
    public void stopping() {
        tell("STOPPING=1");
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
