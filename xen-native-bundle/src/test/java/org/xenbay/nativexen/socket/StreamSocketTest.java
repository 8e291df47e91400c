// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.nativexen.descriptor.ProcessDescriptorStore;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SocketAbi;
import org.xenbay.nativexen.libc.SocketCalls;
import org.xenbay.nativexen.testing.OpenDescriptors;

/** Connections by the kernel, of both kinds. */
@Timeout(60)
class StreamSocketTest {

    @TempDir
    Path folder;

    private final ThisProcess process = ThisProcess.withoutKeeper();
    private final LocalSockets local = LocalSockets.of(process).orElseThrow();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private long before;
    private int linger = -1;

    private SocketChannel other;
    private StreamSocket socket;

    @BeforeEach
    void count() throws IOException {
        // The JDK opens a socket of its own with the first channel.
        SocketChannel.open().close();
        before = descriptors();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        // The other side sees the end of a connection a moment before its descriptor is closed. Those of earlier tests
        // may end meanwhile.
        await().until(() -> descriptors() <= before);
    }

    private static long descriptors() throws IOException {
        return OpenDescriptors.count(target -> target.toString().matches("(socket|anon_inode):.*"));
    }

    private void connect(boolean unix) throws IOException {
        connect(unix, local.sockets());
    }

    private void connect(boolean unix, StreamSockets sockets) throws IOException {
        SocketAddress address = unix
                ? UnixDomainSocketAddress.of(folder.resolve("s" + opened.size()))
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel server =
                unix ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX) : ServerSocketChannel.open()) {
            server.bind(address);
            other = SocketChannel.open(server.getLocalAddress());
            opened.add(other);
            SocketChannel accepted = server.accept();
            accepted.setOption(StandardSocketOptions.SO_LINGER, linger);
            socket = sockets.keep(accepted);
            opened.add(socket);
            assertThat(accepted.isOpen()).isFalse();
        }
    }

    private void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            other.write(bytes);
        }
    }

    private String receive(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && other.read(bytes) >= 0) {
            assertThat(bytes.position()).isPositive();
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static String peek(StreamSocket from, int known) throws IOException {
        byte[] bytes = new byte[StreamSocket.MAX_PEEKED];
        int count = from.peek(bytes, known);
        return count < 0 ? "END" : new String(bytes, 0, count, StandardCharsets.US_ASCII);
    }

    /** Runs something on another thread, which waits in the kernel or has its result already: both are right. */
    private static <T> FutureTask<T> begin(Callable<T> task) {
        FutureTask<T> result = new FutureTask<>(task);
        Thread thread = new Thread(result, "waiting");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPeekedStaysUntilItIsDiscarded(boolean unix) throws Exception {
        connect(unix);
        send("abcdef");
        String seen = peek(socket, 0);
        while (seen.length() < 6) {
            seen = peek(socket, seen.length());
        }
        assertThat(seen).isEqualTo("abcdef");
        socket.discard(2);
        assertThat(peek(socket, 0)).isEqualTo("cdef");
        FutureTask<String> more = begin(() -> peek(socket, 4));
        send("gh");
        assertThat(more.get()).startsWith("cdefg");
        socket.discard(4);
        FutureTask<String> end = begin(() -> {
            String rest = peek(socket, 0);
            while (rest.length() < 2) {
                rest = peek(socket, rest.length());
            }
            return rest + peek(socket, 2);
        });
        other.shutdownOutput();
        assertThat(end.get()).as("a part of a message, and the end").isEqualTo("ghEND");
        socket.discard(2);
        assertThat(peek(socket, 0)).isEqualTo("END");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongTextArrivesWhole(boolean unix) throws Exception {
        connect(unix);
        byte[] text = new byte[3 << 20];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + i % 23);
        }
        FutureTask<Void> writing = begin(() -> {
            socket.awaitWritable();
            socket.write(text, 0, text.length);
            return null;
        });
        assertThat(receive(text.length)).isEqualTo(new String(text, StandardCharsets.US_ASCII));
        writing.get();
        send(new String(text, 0, 10_000, StandardCharsets.US_ASCII));
        byte[] piece = new byte[StreamSocket.MAX_PEEKED];
        for (int at = 0; at < 10_000; ) {
            int count = socket.peek(piece, 0);
            assertThat(Arrays.copyOf(piece, count)).isEqualTo(Arrays.copyOfRange(text, at, at + count));
            socket.discard(count);
            at += count;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsEndWhenTheyAreToldTo(boolean unix) throws Exception {
        connect(unix);
        FutureTask<String> reading = begin(() -> peek(socket, 0));
        FutureTask<Void> writing = begin(() -> {
            while (true) {
                socket.awaitWritable();
                socket.write(new byte[1000], 0, 1000);
            }
        });
        socket.stopWaiting();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(AsynchronousCloseException.class);
        // The connection is as it was. The writer writes until there is no room, and then sees that it is to stop.
        assertThatThrownBy(writing::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AsynchronousCloseException.class);
        send("still");
        assertThat(peek(socket, 0)).startsWith("s");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCloseEndsWhoeverWaits(boolean unix) throws Exception {
        connect(unix);
        FutureTask<String> reading = begin(() -> peek(socket, 0));
        FutureTask<Void> writing = begin(() -> {
            while (true) {
                socket.write(new byte[100_000], 0, 100_000);
            }
        });
        other.configureBlocking(false);
        socket.close();
        assertThatThrownBy(writing::get).hasCauseInstanceOf(IOException.class);
        try {
            assertThat(reading.get()).isEqualTo("END");
        } catch (ExecutionException ended) {
            assertThat(ended).hasCauseInstanceOf(ClosedChannelException.class);
        }
        assertThatThrownBy(() -> peek(socket, 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(socket::token).isInstanceOf(ClosedChannelException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsDetachedIsTakenWithinTheProcess(boolean unix) throws Exception {
        connect(unix);
        send("kept");
        String token = socket.token();
        socket.stopWaiting();
        assertThat(socket.detach()).isEqualTo(token).hasSizeLessThanOrEqualTo(100);
        assertThatThrownBy(() -> peek(socket, 0)).isInstanceOf(ClosedChannelException.class);
        socket.close();
        StreamSocket next = (StreamSocket) local.store().take(token);
        opened.add(next);
        assertThat(peek(next, 0)).startsWith("k");
        next.write("on".getBytes(StandardCharsets.US_ASCII), 0, 2);
        assertThat(receive(2)).isEqualTo("on");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNobodyTakesInTimeIsClosed(boolean unix) throws Exception {
        NativeStreamSockets impatient = new NativeStreamSockets(Machine.here(), process, Duration.ZERO);
        connect(unix, impatient);
        String token = socket.detach();
        assertThat(other.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
        DescriptorStore store = ProcessDescriptorStore.ofPlayedProcesses(process, impatient);
        assertThatThrownBy(() -> store.take(token)).isInstanceOf(IOException.class);
    }

    /** An update of this bundle, in one process. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNextServiceTakesWhatWasDetachedBefore(boolean unix) throws Exception {
        NativeStreamSockets ending = new NativeStreamSockets(Machine.here(), process);
        connect(unix, ending);
        String token = socket.detach();
        ending.stop();
        LocalSockets next = LocalSockets.of(ThisProcess.withoutKeeper()).orElseThrow();
        StreamSocket taken = (StreamSocket) next.store().take(token);
        opened.add(taken);
        send("x");
        assertThat(peek(taken, 0)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasTakenIsNotClosedLater(boolean unix) throws Exception {
        connect(unix);
        NativeStreamSocket first = (NativeStreamSocket) socket;
        String token = first.detach();
        NativeStreamSocket second = (NativeStreamSocket) local.store().take(token);
        opened.add(second);
        assertThat(process.transfers().remove(token, second)).isFalse();
        second.write(new byte[] {'x'}, 0, 1);
        assertThat(receive(1)).isEqualTo("x");
    }

    /** The next process has the same descriptors, and nothing of what the killed one had in memory. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTokenLeadsToItsSocketAndToNoOther(boolean unix) throws Exception {
        connect(unix);
        String token = socket.token();
        send("later");
        DescriptorStore next =
                LocalSockets.of(ThisProcess.withoutKeeper()).orElseThrow().store();
        String wrong = token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0");
        assertThatThrownBy(() -> next.take(wrong)).hasMessageContaining("another socket");
        assertThatThrownBy(() -> next.take(token.substring(0, token.lastIndexOf('-') + 1)))
                .isInstanceOf(IOException.class);
        local.abandonAll();
        assertThatThrownBy(() -> peek(socket, 0)).isInstanceOf(ClosedChannelException.class);
        StreamSocket taken = (StreamSocket) next.take(token);
        opened.add(taken);
        assertThat(peek(taken, 0)).startsWith("l");
        assertThatThrownBy(() -> next.take(token)).hasMessageContaining("in use");
        assertThat(taken.token()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTimeForWhichACloseWaitsIsAsItWas(boolean unix) throws Exception {
        linger = 5;
        connect(unix);
        byte[] found = new byte[SocketAbi.LINGER_SIZE];
        int number = Integer.parseInt(socket.token().split("-")[2]);
        SocketCalls.getsockopt(number, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, found, new int[] {found.length});
        assertThat(found).containsExactly(1, 0, 0, 0, 5, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosedChannelIsRefused(boolean unix) throws Exception {
        connect(unix);
        other.close();
        assertThatThrownBy(() -> local.sockets().keep(other)).isInstanceOf(ClosedChannelException.class);
    }
}
