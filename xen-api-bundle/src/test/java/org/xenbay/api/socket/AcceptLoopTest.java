// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptLoopTest {

    /** A host that has no descriptor for the first tries. */
    private static final class Poor extends ServerSocketChannel {
        private final ServerSocketChannel real = ServerSocketChannel.open();
        private int failures;

        Poor(int failures) throws IOException {
            super(SelectorProvider.provider());
            this.failures = failures;
            real.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failures > 0) {
                failures--;
                throw new IOException("Too many open files");
            }
            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public ServerSocket socket() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void noDescriptorsAndAClientThatCannotBeServedEndNoListener() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        CountDownLatch served = new CountDownLatch(2);
        try (Poor server = new Poor(4)) {
            Thread thread = new Thread(new AcceptLoop(
                    "a test's port",
                    server,
                    channel -> {
                        served.countDown();
                        if (served.getCount() == 1) {
                            throw new IllegalStateException("a defect");
                        }
                        channel.close();
                    },
                    log::add)::run);
            thread.start();
            SocketChannel.open(server.getLocalAddress()).close();
            SocketChannel.open(server.getLocalAddress()).close();
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
            server.close();
            thread.join();
        }
        assertThat(log).hasSize(2);
        assertThat(log.get(0)).contains("a test's port", "Too many open files");
        assertThat(log.get(1)).contains("a defect");
    }

    /** As where the host has no thread for one client. */
    @Test
    void anErrorCostsOneConnection() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        CountDownLatch served = new CountDownLatch(2);
        try (Poor server = new Poor(0)) {
            Thread thread = new Thread(new AcceptLoop(
                    "a test's port",
                    server,
                    channel -> {
                        served.countDown();
                        if (served.getCount() == 1) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        channel.close();
                    },
                    log::add)::run);
            thread.start();
            try (SocketChannel first = SocketChannel.open(server.getLocalAddress())) {
                assertThat(first.read(ByteBuffer.allocate(1))).as("closed").isEqualTo(-1);
            }
            SocketChannel.open(server.getLocalAddress()).close();
            assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
            server.close();
            thread.join();
        }
        assertThat(log).singleElement().asString().contains("a test's port", "unable to create native thread");
    }

    @Test
    void pausesGrowUpToASecondAndTheLogIsQuiet() {
        long[] now = {5};
        List<String> log = new ArrayList<>();
        AcceptFailures failures = new AcceptFailures(log::add, () -> now[0]);
        IOException none = new IOException("Too many open files");
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(failures.pause("here", none).toMillis());
        }
        assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
        assertThat(log).hasSize(1);
        now[0] += TimeUnit.SECONDS.toNanos(61);
        failures.accepted();
        assertThat(failures.pause("here", none).toMillis()).isEqualTo(50);
        assertThat(log).hasSize(2);
        assertThat(log.get(1)).contains("6 times more");
    }
}
