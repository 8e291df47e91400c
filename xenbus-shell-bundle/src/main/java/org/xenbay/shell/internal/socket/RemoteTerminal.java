// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;

/**
 * The client's terminal.
 *
 * @param channel the connection
 * @param input the client's standard input
 * @param isInteractive whether that input is a terminal
 */
record RemoteTerminal(FrameChannel channel, RemoteInput input, boolean isInteractive) implements CommandTerminal {

    @Override
    public int read(byte[] buffer, long millis) throws IOException {
        return input.read(buffer, millis);
    }

    @Override
    public Raw enterRaw() throws IOException {
        channel.write(FrameType.RAW, (byte) 1);
        return () -> channel.write(FrameType.RAW, (byte) 0);
    }
}
