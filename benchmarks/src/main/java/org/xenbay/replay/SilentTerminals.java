// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.nio.ByteBuffer;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;

/** Terminals at which nobody types, and which take what they are given. From any thread. */
final class SilentTerminals implements PseudoTerminals {

    @Override
    public PseudoTerminal open() {
        return new Terminal();
    }

    private static final class Terminal implements PseudoTerminal {

        @Override
        public String slavePath() {
            return "/dev/null";
        }

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public void awaitReadable(Runnable listener) {
            // nobody types
        }

        @Override
        public void awaitWritable(Runnable listener) {
            listener.run();
        }

        @Override
        public void close() {
            // it holds nothing
        }
    }
}
