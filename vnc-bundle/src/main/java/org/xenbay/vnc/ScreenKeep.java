// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;

/** Keeps the viewers of one screen over the end of this process and of this bundle. From any thread. */
final class ScreenKeep {

    private static final System.Logger LOG = System.getLogger(ScreenKeep.class.getName());

    private final String screen;
    private final StreamSockets sockets;
    private final ViewerFile file;
    private final List<LeftViewer> left;

    /**
     * @param screen what is shown, and where, in words that are the same in the next process
     * @param file has the journals
     * @param left viewers of a predecessor
     */
    ScreenKeep(String screen, StreamSockets sockets, ViewerFile file, List<LeftViewer> left) {
        this.screen = screen;
        this.sockets = sockets;
        this.file = file;
        this.left = left;
    }

    /** @return what is shown, and where, in words */
    String screen() {
        return screen;
    }

    /** @return viewers of a predecessor, to be continued with or ended */
    List<LeftViewer> left() {
        return left;
    }

    /**
     * @param channel accepted
     * @return a connection that can be kept
     * @throws IOException when it is closed
     */
    Connection connection(SocketChannel channel) throws IOException {
        return new KeptConnection(channel, sockets);
    }

    /**
     * Keeps a viewer that may look.
     *
     * @return its journal; null when it ends with this process
     */
    @Nullable
    ViewerJournal keep(Connection connection, Admission admission, Painting.Size size) {
        ViewerJournal journal = file.take();
        if (journal == null) {
            return null;
        }
        try {
            StreamSocket socket = connection.keep();
            if (socket == null) {
                journal.end();
                return null;
            }
            journal.begin(screen, socket.token(), admission, size);
            return journal;
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer of {0} ends with this process: {1}", screen, failed.toString());
            journal.end();
            return null;
        }
    }

    /** No viewer is kept any more. */
    void end() {
        file.delete();
    }
}
