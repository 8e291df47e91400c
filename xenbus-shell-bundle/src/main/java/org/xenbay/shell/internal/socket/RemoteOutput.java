// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.io.OutputStream;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;

/** The client's standard output or error. Blocks while the client does not read. */
final class RemoteOutput extends OutputStream {
    private final FrameChannel channel;
    private final FrameType type;

    RemoteOutput(FrameChannel channel, FrameType type) {
        this.channel = channel;
        this.type = type;
    }

    @Override
    public void write(int b) throws IOException {
        channel.write(type, (byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            channel.write(type, bytes, offset, length);
        }
    }
}
