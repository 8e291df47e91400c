// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import org.xenbay.shell.internal.terminal.Keyboard;
import org.xenbay.shell.internal.terminal.LiveTerminal;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;

/**
 * The client's terminal.
 *
 * @param channel the connection
 * @param keyboard the client's standard input
 * @param isInteractive whether that is a terminal
 */
record RemoteTerminal(FrameChannel channel, Keyboard keyboard, boolean isInteractive) implements LiveTerminal {

    @Override
    public Raw enterRaw() throws IOException {
        channel.write(FrameType.RAW, (byte) 1);
        return () -> channel.write(FrameType.RAW, (byte) 0);
    }
}
