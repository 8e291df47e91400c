// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.nio.ByteBuffer;
import org.xenbay.backend.console.handover.ParkedConsole;

/** Input that a predecessor had read and the guest had no room for. */
record PendingInput(Console console, ByteBuffer bytes) implements InputSource {

    @Override
    public void feed() {
        console.type(bytes);
        if (bytes.hasRemaining()) {
            console.awaitRoom(this);
        }
    }

    @Override
    public void leaveInput(ParkedConsole.Builder successor) {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        successor.input(rest);
    }
}
