// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

/** A connection that ends with this process. */
final class PlainConnection implements Connection {

    private static final System.Logger LOG = System.getLogger(PlainConnection.class.getName());

    private final SocketChannel channel;
    private final Wire wire;
    private final String peer;

    PlainConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.wire = Wire.of(ChannelStreams.input(channel), ChannelStreams.output(channel));
        this.peer = ChannelStreams.peer(channel);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void close() {
        close(channel);
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer's connection does not close: {0}", failed.toString());
        }
    }
}
