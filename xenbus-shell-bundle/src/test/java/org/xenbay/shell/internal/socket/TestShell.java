// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.shell.internal.FakeStore;
import org.xenbay.shell.internal.FakeXen;
import org.xenbay.shell.internal.command.TestCommands;
import org.xenbay.shell.internal.render.Renderer;
import org.xenbay.shell.wire.Frame;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/** The shell with a genuine Gogo and a genuine socket, over a core and a store that are not. */
public final class TestShell implements AutoCloseable {
    /**
     * One for all shells of this process, started once and never stopped: a command's last thread may outlive its shell, and
     * puts the streams of the one it knows back.
     */
    private static final ThreadIOImpl THREAD_IO = startedThreadIo();

    public final FakeCore admin = new FakeCore();
    final FakeStore store = new FakeStore();

    private final Path socket;
    private final CommandProcessorImpl processor;
    final TestCommands commands;
    private final ShellServer server;
    private final Queue<Pending> clients = new ConcurrentLinkedQueue<>();

    /** A shell that listens on a socket. */
    public TestShell(Path socket, int limit) throws IOException {
        this.socket = socket;
        processor = new CommandProcessorImpl(THREAD_IO);
        processor.addConverter(new Renderer());
        commands = new TestCommands(processor, admin, new FakeXen(store));
        commands.addTo(processor);
        processor.addCommand("xen", this, "upper");
        processor.addCommand("xen", this, "explode");
        processor.addCommand("xen", this, "seven");
        processor.addCommand("xen", this, "terminal");
        server = new ShellServer(socket, "", limit, processor);
    }

    private static ThreadIOImpl startedThreadIo() {
        ThreadIOImpl threadIo = new ThreadIOImpl();
        threadIo.start();
        return threadIo;
    }

    void addFiles(HostFiles files) {
        commands.addFiles(files);
    }

    void removeCore() {
        commands.removeCore(admin);
    }

    /** A command as another bundle may bring it: reads its standard input. */
    public void upper() throws IOException {
        InputStream in = Process.Utils.current().in();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Process.Utils.current().out().print(text.toUpperCase(Locale.ROOT));
    }

    /** A command that breaks. */
    public void explode() {
        throw new ArithmeticException("first line\nsecond line");
    }

    /** A command that reports failure by an error code. */
    public void seven() {
        Process.Utils.current().error(7);
    }

    /** A command as another bundle may bring it: says whether it would colour what it writes. */
    public void terminal() {
        Process.Utils.current().out().println(Process.Utils.current().isTty(1) ? "a terminal" : "not a terminal");
    }

    /** A session of the daemon's own shell. */
    CommandSession session(InputStream keyboard, OutputStream out) {
        return processor.createSession(keyboard, out, out);
    }

    Answer run(String... words) throws IOException {
        try (Pending pending = begin(words)) {
            return pending.answer();
        }
    }

    Answer line(String line) throws IOException {
        try (Pending pending = begin(new Hello(true, 0, false, false, List.of(line), ""))) {
            return pending.answer();
        }
    }

    Pending begin(String... words) throws IOException {
        return begin(new Hello(false, 0, false, false, List.of(words), ""));
    }

    Pending beginTyping(String... words) throws IOException {
        return begin(new Hello(false, 80, true, false, List.of(words), ""));
    }

    Pending begin(Hello hello) throws IOException {
        Pending pending = connect();
        pending.send(FrameType.HELLO, hello.encode());
        return pending;
    }

    Pending connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        Pending pending = new Pending(new FrameChannel(channel));
        clients.add(pending);
        return pending;
    }

    @Override
    public void close() throws IOException {
        for (Pending client : clients) {
            client.close();
        }
        server.close();
        processor.stop();
    }

    record Answer(int exit, String out, String err) {}

    /** A client whose command runs. */
    static final class Pending implements AutoCloseable {
        private final FrameChannel channel;
        private int asked;

        Pending(FrameChannel channel) {
            this.channel = channel;
        }

        void send(FrameType type, byte[] payload) throws IOException {
            channel.write(type, payload);
        }

        /** Types when asked for input. */
        void type(String text) throws IOException {
            while (asked == 0) {
                next();
            }
            asked--;
            send(FrameType.STDIN, text.getBytes(StandardCharsets.UTF_8));
        }

        /** The next frame of a type; frames of other types are passed over. */
        Frame await(FrameType type) throws IOException {
            while (true) {
                Frame frame = next();
                if (frame.type() == type) {
                    return frame;
                }
            }
        }

        private Frame next() throws IOException {
            Frame frame = channel.read().orElseThrow(() -> new AssertionError("the daemon closed the connection"));
            asked += frame.type() == FrameType.READ ? 1 : 0;
            return frame;
        }

        Answer answer() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            while (true) {
                Frame frame = next();
                switch (frame.type()) {
                    case STDOUT -> out.write(frame.payload());
                    case STDERR -> err.write(frame.payload());
                    case EXIT -> {
                        return new Answer(
                                frame.payload()[0],
                                out.toString(StandardCharsets.UTF_8),
                                err.toString(StandardCharsets.UTF_8));
                    }
                    default -> {
                        // RAW and READ ask for what this client does not do.
                    }
                }
            }
        }

        void hangUp() throws IOException {
            channel.close();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
