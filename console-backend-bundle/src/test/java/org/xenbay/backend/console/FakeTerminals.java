// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.host.Transferable;

/** Pseudo terminals in memory, with a small buffer each way, as the kernel's are. */
final class FakeTerminals implements PseudoTerminals, DescriptorStore {

    final List<Terminal> opened = new CopyOnWriteArrayList<>();
    volatile boolean exhausted;
    volatile boolean hostIsShort;

    @Override
    public PseudoTerminal open() throws IOException {
        if (exhausted) {
            throw new IOException("no more terminals");
        }
        if (hostIsShort) {
            throw new IOException("posix_openpt: Too many open files (errno 24)");
        }
        Terminal terminal = new Terminal("/dev/pts/" + (40 + opened.size()));
        opened.add(terminal);
        return terminal;
    }

    @Override
    public Terminal take(String word) throws IOException {
        return opened.stream()
                .filter(terminal -> terminal.token().equals(word))
                .findFirst()
                .orElseThrow(() -> new IOException(word + " was not kept"));
    }

    @Override
    public void closeUnclaimed() {
        // nothing else is kept
    }

    Terminal last() {
        return opened.get(opened.size() - 1);
    }

    static final class Terminal implements PseudoTerminal, Transferable {
        static final int ROOM = 4096;

        private final String path;
        private final ByteArrayOutputStream toProgram = new ByteArrayOutputStream();
        private final Queue<Byte> fromProgram = new ArrayDeque<>();
        private Runnable readable;
        private Runnable writable;
        private boolean closed;

        Terminal(String path) {
            this.path = path;
        }

        @Override
        public String detach() {
            return path;
        }

        @Override
        public String token() {
            return path;
        }

        @Override
        public String slavePath() {
            return path;
        }

        @Override
        public synchronized int read(ByteBuffer target) throws IOException {
            checkOpen();
            int count = 0;
            while (target.hasRemaining() && !fromProgram.isEmpty()) {
                target.put(fromProgram.remove());
                count++;
            }
            return count;
        }

        @Override
        public synchronized int write(ByteBuffer source) throws IOException {
            checkOpen();
            int count = Math.min(source.remaining(), ROOM - toProgram.size());
            byte[] bytes = new byte[count];
            source.get(bytes);
            toProgram.writeBytes(bytes);
            return count;
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new IOException(path + " is closed");
            }
        }

        @Override
        public synchronized void awaitReadable(Runnable listener) {
            readable = listener;
            tell();
        }

        @Override
        public synchronized void awaitWritable(Runnable listener) {
            writable = listener;
            tell();
        }

        private void tell() {
            if (readable != null && (closed || !fromProgram.isEmpty())) {
                Runnable told = readable;
                readable = null;
                told.run();
            }
            if (writable != null && (closed || toProgram.size() < ROOM)) {
                Runnable told = writable;
                writable = null;
                told.run();
            }
        }

        /** The program types. */
        synchronized void type(byte[] bytes) {
            for (byte b : bytes) {
                fromProgram.add(b);
            }
            tell();
        }

        /** @return what the program sees that it has not seen before */
        synchronized byte[] take() {
            byte[] seen = toProgram.toByteArray();
            toProgram.reset();
            tell();
            return seen;
        }

        String text() {
            return new String(take(), StandardCharsets.UTF_8);
        }

        synchronized int notRead() {
            return fromProgram.size();
        }

        synchronized boolean isClosed() {
            return closed;
        }

        /** The terminal breaks, as when its provider goes. */
        synchronized void breakDown() {
            closed = true;
            tell();
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}
