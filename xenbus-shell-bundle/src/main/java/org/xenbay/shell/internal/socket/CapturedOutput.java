// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * An output that several commands of a line share: Gogo closes what it captures to after each of them.
 *
 * @param channel where the bytes go
 */
record CapturedOutput(WritableByteChannel channel) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Does nothing: the end of the client's command closes it. */
    @Override
    public void close() {}
}
