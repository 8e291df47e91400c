// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * An output that several commands of a line share. Gogo closes it after each of them.
 *
 * @param channel receives the bytes
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

    /** Has no effect: the end of the client's command closes the output. */
    @Override
    public void close() {}
}
