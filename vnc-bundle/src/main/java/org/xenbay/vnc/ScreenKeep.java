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
     * Takes over a viewer's connection.
     *
     * @throws IOException when it is broken
     */
    Connection connection(SocketChannel channel) throws IOException {
        String peer = ChannelStreams.peer(channel);
        try {
            return new KeptConnection(sockets.keep(channel), peer);
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer of {0} ends with this process: {1}", screen, failed.toString());
            return new PlainConnection(channel);
        }
    }

    /** @return the journal of a viewer that may look; null when there is no room */
    @Nullable
    ViewerJournal begin(StreamSocket socket, Admission admission, Painting.Size size) {
        ViewerJournal journal = file.take();
        if (journal == null) {
            return null;
        }
        try {
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
