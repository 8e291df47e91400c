// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.TerminalCalls;

/**
 * Both sides of a pseudo terminal. This process keeps the slave open too: without an open slave, reading the master fails with
 * EIO, polling the master permanently reports a hang-up, and output for the next program would be lost.
 *
 * @param master the master's descriptor, non-blocking
 * @param slave the slave's descriptor
 * @param slavePath the slave's path
 */
record PtyPair(int master, int slave, String slavePath) implements AutoCloseable {

    /** Longest path of a slave; /dev/pts/ and a number need far less. */
    private static final int PATH_SIZE = 128;

    static PtyPair open() throws IOException {
        int flags = LibcAbi.O_RDWR | LibcAbi.O_NOCTTY | LibcAbi.O_CLOEXEC;
        int master = CallException.checked(TerminalCalls.posix_openpt(flags | LibcAbi.O_NONBLOCK), "posix_openpt");
        int slave = -1;
        try {
            CallException.checked(TerminalCalls.grantpt(master), "grantpt");
            CallException.checked(TerminalCalls.unlockpt(master), "unlockpt");
            String path = slavePath(master);
            slave = CallException.checked(Libc.open(path, flags), "open of " + path);
            return new PtyPair(master, slave, path);
        } catch (IOException | RuntimeException failed) {
            if (slave >= 0) {
                Descriptors.close(slave);
            }
            Descriptors.close(master);
            throw failed;
        }
    }

    /** @return a pair that is open already */
    static PtyPair of(int master, int slave) throws IOException {
        return new PtyPair(master, slave, slavePath(master));
    }

    /**
     * @return the terminal's identity: the kernel's number of the master, and the inode of the slave
     * @throws IOException when the slave belongs to another terminal, or is not a terminal
     */
    String identity() throws IOException {
        Path slaveFile = Path.of("/proc/self/fd", Integer.toString(slave));
        if (!Files.readSymbolicLink(slaveFile).toString().equals(slavePath)) {
            throw new IOException("the descriptor " + slave + " is not the terminal " + slavePath);
        }
        String number = slavePath.substring(slavePath.lastIndexOf('/') + 1);
        return number + "." + Files.getAttribute(slaveFile, "unix:ino") + "."
                + Files.getAttribute(slaveFile, "unix:dev");
    }

    private static String slavePath(int master) throws IOException {
        byte[] name = new byte[PATH_SIZE];
        int errno = TerminalCalls.ptsname_r(master, name, name.length);
        if (errno != 0) {
            throw new CallException("ptsname_r, the slave's path", errno);
        }
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        Descriptors.close(slave);
        Descriptors.close(master);
    }
}
