// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.socket.LocalSockets;

/**
 * A process that shows screens, and can be killed: from then on it sends and takes nothing, its journals are as they were at that
 * moment, and its connections are open. The next one gets the journals and the connections. A process is killed before or after a
 * store that commits, or before, in the middle of, or after a call of the kernel.
 */
final class PlayedProcess implements AutoCloseable {

    final TestServers servers;
    private final Path base;
    private final int number;
    private final LocalSockets local;
    private final CountDownLatch killed = new CountDownLatch(1);

    @GuardedBy("this")
    private int pointsLeft = Integer.MAX_VALUE;

    @GuardedBy("this")
    private boolean dead;

    @GuardedBy("this")
    private boolean torn;

    private PlayedProcess(Path base, int number, LocalSockets local) {
        this.base = base;
        this.number = number;
        this.local = local;
        this.servers = new TestServers(run(number), this::keeping);
    }

    /** @param base of the folders of this process and of those after it */
    static PlayedProcess first(Path base) {
        return new PlayedProcess(base, 0, sockets());
    }

    private static LocalSockets sockets() {
        return LocalSockets.of(ThisProcess.withoutKeeper()).orElseThrow();
    }

    private Path run(int of) {
        return base.resolve(String.valueOf(of));
    }

    private KeptViewers keeping(Path folder) {
        StreamSockets sockets = channel -> new Mortal(local.sockets().keep(channel));
        DescriptorStore store = new DescriptorStore() {
            @Override
            public AutoCloseable take(String token) throws IOException {
                AutoCloseable thing = local.store().take(token);
                return thing instanceof StreamSocket socket ? new Mortal(socket) : thing;
            }

            @Override
            public void closeUnclaimed() {
                throw new UnsupportedOperationException();
            }
        };
        return new KeptViewers(folder, sockets, store, this::point);
    }

    /** A moment at which this process may be killed. */
    private synchronized void point() {
        pointsLeft--;
        if (pointsLeft <= 0) {
            kill();
        }
    }

    /** It is killed at a later moment. */
    synchronized void killAfter(int points) {
        pointsLeft = points;
    }

    /** It is killed now. */
    synchronized void kill() {
        if (!dead) {
            dead = true;
            local.abandonAll();
            try {
                keepJournals();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            killed.countDown();
        }
    }

    @GuardedBy("this")
    private void keepJournals() throws IOException {
        Path kept = Files.createDirectories(journalsOfNext());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run(number).resolve("vnc"), "*.viewers")) {
            for (Path each : files) {
                Path copy = Files.copy(each, kept.resolve(each.getFileName()));
                torn |= ViewerFile.left(copy, () -> {}).journals().stream().anyMatch(ViewerJournal::isTorn);
            }
        }
    }

    /** @return whether it was killed in the middle of a message */
    synchronized boolean isTorn() {
        return torn;
    }

    /** @return the folder of the journals that the next process gets, once this one is killed */
    Path journalsOfNext() {
        return run(number + 1).resolve("vnc");
    }

    /** @return the file with the journals of a screen's viewers */
    Path journals(FakeScreen screen) {
        return run(number).resolve("vnc/" + screen.device.domain() + "-" + screen.device.device() + ".viewers");
    }

    /** @return whether no message is under way */
    boolean isCalm() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run(number).resolve("vnc"), "*.viewers")) {
            for (Path each : files) {
                if (ViewerFile.left(each, () -> {}).journals().stream().anyMatch(ViewerJournal::isTorn)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Waits for the kill, and looks up now and then. */
    boolean isKilledWithin(long millis) throws InterruptedException {
        return killed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** @return the process after this one, which was killed */
    PlayedProcess next() throws InterruptedException {
        killed.await();
        // What it does from now on reaches nobody.
        servers.close();
        return new PlayedProcess(base, number + 1, sockets());
    }

    /** @return the same process, with its code replaced */
    PlayedProcess updated() {
        servers.servers.leave();
        return new PlayedProcess(base, number, local);
    }

    @Override
    public void close() {
        servers.close();
    }

    /** A connection of this process. */
    private final class Mortal implements StreamSocket {
        private final StreamSocket socket;

        Mortal(StreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public int peek(byte[] target, int known) throws IOException {
            point();
            int count = socket.peek(target, known);
            point();
            return count;
        }

        @Override
        public void discard(int count) throws IOException {
            point();
            socket.discard(count);
            point();
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            point();
            socket.write(source, offset, length / 2);
            point();
            socket.write(source, offset + length / 2, length - length / 2);
            point();
        }

        @Override
        public void awaitWritable() throws IOException {
            socket.awaitWritable();
            point();
        }

        @Override
        public void stopWaiting() {
            socket.stopWaiting();
        }

        @Override
        public String token() throws IOException {
            return socket.token();
        }

        @Override
        public String detach() throws IOException {
            return socket.detach();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
