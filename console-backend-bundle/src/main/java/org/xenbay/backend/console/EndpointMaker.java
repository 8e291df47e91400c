// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.backend.console.endpoint.LogEndpoint;
import org.xenbay.backend.console.endpoint.LogSettings;
import org.xenbay.backend.console.endpoint.PtyEndpoint;
import org.xenbay.backend.console.endpoint.SocketEndpoint;
import org.xenbay.backend.console.endpoint.SocketLoop;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputCursor;

/** Adds endpoints to a console. They continue the predecessor's endpoints, if there were any. On the device's executor. */
final class EndpointMaker {

    private final Supplier<Optional<PseudoTerminals>> terminals;
    private final SocketLoop loop;
    private final Console console;
    private final DeviceContext device;
    private final boolean channel;
    /** Null when there is no predecessor. */
    private final @Nullable ParkedConsole parked;

    /** @param parked the predecessor's state; null for new endpoints */
    EndpointMaker(
            Supplier<Optional<PseudoTerminals>> terminals,
            SocketLoop loop,
            Console console,
            DeviceContext device,
            ConsoleNodes nodes,
            @Nullable ParkedConsole parked) {
        this.terminals = terminals;
        this.loop = loop;
        this.console = console;
        this.device = device;
        this.channel = nodes.channel();
        this.parked = parked;
    }

    /** @throws IOException when a secondary console gets no terminal; other consoles try again later */
    void addPty() throws IOException {
        PtyEndpoint pty = newPty();
        Optional<PseudoTerminal> predecessors = left().flatMap(state -> state.take(Readers.PTY, PseudoTerminal.class));
        if (predecessors.isPresent()) {
            pty.adopt(predecessors.get());
        } else if (device.id().device() == 0 || parked != null) {
            pty.openOrRetry();
        } else {
            pty.open();
        }
    }

    /** Adds a terminal to a console that is in use. If that fails, it tries again later. */
    void addLatePty() {
        newPty().openOrRetry();
    }

    private PtyEndpoint newPty() {
        PtyEndpoint pty = new PtyEndpoint(console, device, terminals, cursor(Readers.PTY, !channel));
        console.add(pty);
        return pty;
    }

    /** @throws IOException when this process cannot listen at the file */
    void addSocket(Path file) throws IOException {
        OutputCursor cursor = cursor(Readers.SOCKET, !channel);
        Optional<ServerSocketChannel> predecessors = left().flatMap(SocketEndpoint::server);
        LocalSocket server = predecessors.isPresent()
                ? LocalSocket.adopt(file, predecessors.get())
                : LocalSocket.listen(file, LocalSocket.Access.GROUP);
        SocketEndpoint socket = new SocketEndpoint(console, device, loop, server, cursor, !channel);
        console.add(socket);
        socket.open();
        if (parked != null) {
            socket.adopt(parked);
        }
    }

    void addLog(LogSettings log) {
        console.add(new LogEndpoint(console, device, logFile(log), log, cursor(Readers.LOG, true)));
    }

    Path logFile(LogSettings log) {
        return log.file(device.domainName(), device.id().device());
    }

    private OutputCursor cursor(String reader, boolean marked) {
        OutputCursor.ReaderOptions treatment = new OutputCursor.ReaderOptions(marked, true);
        OutputCursor cursor = left().flatMap(state -> state.place(reader))
                .map(place -> place.in(console.output(), treatment))
                .orElseGet(() -> OutputCursor.atOldest(console.output(), treatment));
        console.journal().reached(reader, cursor.position(), cursor.midLine());
        if (!reader.equals(Readers.LOG)) {
            cursor.follow(() -> console.journal().reached(reader, cursor.position(), cursor.midLine()));
        }
        return cursor;
    }

    private Optional<ParkedConsole> left() {
        return Optional.ofNullable(parked);
    }
}
