// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.SocketAbi;
import org.xenbay.nativexen.libc.SocketCalls;

/**
 * Identifies a socket until the host restarts. The kernel reuses numbers of inodes; it gives each cookie once.
 *
 * @param inode its number among the kernel's sockets
 * @param cookie SO_COOKIE
 */
record SocketIdentity(long inode, long cookie) {

    private static final Pattern LINK = Pattern.compile("socket:\\[(\\d{1,18})]");

    /**
     * @param descriptor an open descriptor
     * @throws IOException when it is no socket
     */
    static SocketIdentity of(int descriptor) throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                .toString();
        Matcher socket = LINK.matcher(link);
        if (!socket.matches()) {
            throw new IOException("the descriptor " + descriptor + " is no socket, but " + link);
        }
        byte[] cookie = new byte[Long.BYTES];
        int[] size = {cookie.length};
        CallException.checked(
                SocketCalls.getsockopt(descriptor, SocketAbi.SOL_SOCKET, SocketAbi.SO_COOKIE, cookie, size),
                "getsockopt of a socket's cookie");
        return new SocketIdentity(
                Long.parseLong(socket.group(1)),
                ByteBuffer.wrap(cookie).order(ByteOrder.nativeOrder()).getLong());
    }

    /** @return letters, digits and a point, as a token has them */
    @Override
    public String toString() {
        return inode + "." + Long.toHexString(cookie);
    }
}
