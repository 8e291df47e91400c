// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.backend.console.endpoint.LogEndpoint;
import org.xenbay.backend.console.endpoint.LogSettings;
import org.xenbay.backend.console.endpoint.PtyEndpoint;
import org.xenbay.backend.console.endpoint.SocketEndpoint;
import org.xenbay.backend.console.endpoint.SocketLoop;
import org.xenbay.backend.console.flow.Backpressure;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputBuffer;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * Makes consoles with their endpoints: new ones, and those that continue a predecessor's.
 *
 * @param configs gives the settings that are in force
 * @param terminals gives the service that makes pseudo terminals, or none
 * @param descriptorStore gives the service that has the descriptors of a killed process, or none
 * @param loop waits for all sockets
 */
record ConsoleOpener(
        Supplier<ConsoleSettings> configs,
        Supplier<Optional<PseudoTerminals>> terminals,
        Supplier<Optional<DescriptorStore>> descriptorStore,
        SocketLoop loop) {

    /** Most characters of a domain's name in a file's name, which has at most 255 bytes. */
    private static final int LONGEST_NAME = 64;

    ConsoleSettings config() {
        return configs.get();
    }

    /** @return whether a console gets a pseudo terminal now */
    boolean hasTerminal(ConsoleNodes nodes) {
        return nodes.pty() && config().pty();
    }

    /** @return the journals of a console; empty without persistent memory */
    Optional<TwoSlotJournal<OutputJournal>> journals(DeviceContext device, ConsoleNodes nodes) {
        return TwoSlotJournal.of(
                device,
                "console",
                OutputJournal.SIZE,
                (head, slot) -> new OutputJournal(
                        head,
                        (number, size) -> device.persistentMemory("console-" + slot + "-" + number, size),
                        nodes.limit(config()) + ConsolePage.OUT_SIZE,
                        device.atCommit()));
    }

    /**
     * Continues the console of a killed process.
     *
     * @return the console; empty when the service that kept its terminal is not there
     * @throws IOException when its terminal is gone, or the host does not give what the console needs
     */
    Optional<Console> inherit(DeviceContext device, ConsoleNodes nodes, OutputJournal journal) throws IOException {
        ParkedConsole.Builder left = journal.left();
        Optional<String> terminal = journal.terminal();
        if (terminal.isPresent()) {
            Optional<DescriptorStore> keeper = descriptorStore.get();
            if (keeper.isEmpty()) {
                return Optional.empty();
            }
            left.resource(Readers.PTY, keeper.get().take(terminal.get()));
        }
        long logSize = journal.logSize();
        Optional<LogSettings> log = config().log();
        if (logSize >= 0 && log.isPresent()) {
            LogEndpoint.cut(log.get().directory().resolve(fileName(device)), logSize);
        }
        return Optional.of(resume(device, nodes, left.build()));
    }

    /** @throws IOException when the host does not give what the console needs */
    Console open(DeviceContext device, ConsoleNodes nodes) throws IOException {
        return build(device, nodes, Optional.empty());
    }

    /** @throws IOException when the host does not give what the console needs */
    Console resume(DeviceContext device, ConsoleNodes nodes, ParkedConsole parked) throws IOException {
        return build(device, nodes, Optional.of(parked));
    }

    private Console build(DeviceContext device, ConsoleNodes nodes, Optional<ParkedConsole> parked) throws IOException {
        ConsoleSettings config = config();
        OutputBuffer output = new OutputBuffer(nodes.limit(config), history(nodes, config), device.memory());
        output.mark(config.marker());
        Console console = new Console(device, output, policy(nodes, config));
        try {
            parked.ifPresent(console::restore);
            journals(device, nodes).ifPresent(both -> console.journal().open(both, parked.isPresent()));
            if (nodes.pty() && config.pty()) {
                addPty(console, device, nodes, parked);
            }
            if (nodes.socket().isPresent()) {
                addSocket(console, device, nodes, parked);
            }
            config.log().ifPresent(log -> addLog(console, device, log, parked));
            return console;
        } catch (IOException | RuntimeException failed) {
            console.end();
            throw failed;
        }
    }

    /**
     * Applies another configuration to an open console. The console's journal keeps the size that it got when the guest
     * connected.
     */
    void configure(Console console, DeviceContext device, ConsoleNodes nodes) {
        ConsoleSettings config = config();
        console.output().resize(nodes.limit(config), history(nodes, config));
        console.output().mark(config.marker());
        console.setPolicy(policy(nodes, config));
        configurePty(console, device, nodes.pty() && config.pty(), nodes);
        configureLog(console, device, config.log());
        console.changed();
    }

    private void configurePty(Console console, DeviceContext device, boolean wanted, ConsoleNodes nodes) {
        Optional<PtyEndpoint> present = console.endpoint(PtyEndpoint.class);
        if (wanted && present.isEmpty()) {
            PtyEndpoint pty = newPty(console, device, nodes, Optional.empty());
            console.add(pty);
            pty.openOrRetry();
        } else if (!wanted && present.isPresent()) {
            console.remove(present.get());
            present.get().end();
        }
    }

    private void configureLog(Console console, DeviceContext device, Optional<LogSettings> wanted) {
        Optional<LogEndpoint> present = console.endpoint(LogEndpoint.class);
        if (wanted.isPresent() && present.isPresent()) {
            present.get().configure(wanted.get().directory().resolve(fileName(device)), wanted.get());
        } else if (wanted.isPresent()) {
            addLog(console, device, wanted.get(), Optional.empty());
        } else if (present.isPresent()) {
            console.remove(present.get());
            present.get().end();
        }
    }

    /** Keeps no history for channels: a program would take what an earlier program has read for new data. */
    private static int history(ConsoleNodes nodes, ConsoleSettings config) {
        return nodes.channel() ? 0 : config.history();
    }

    private static Backpressure.Policy policy(ConsoleNodes nodes, ConsoleSettings config) {
        if (config.keepsAll()) {
            return Backpressure.Policy.ENDLESS;
        }
        return nodes.channel() ? Backpressure.Policy.WHILE_READERS_GET_ON : Backpressure.Policy.NONE;
    }

    private void addPty(Console console, DeviceContext device, ConsoleNodes nodes, Optional<ParkedConsole> parked)
            throws IOException {
        PtyEndpoint pty = newPty(console, device, nodes, parked);
        console.add(pty);
        Optional<PseudoTerminal> predecessors = parked.flatMap(state -> state.take(Readers.PTY, PseudoTerminal.class));
        if (predecessors.isPresent()) {
            pty.adopt(predecessors.get());
        } else if (device.id().device() == 0 || parked.isPresent()) {
            pty.openOrRetry();
        } else {
            pty.open();
        }
    }

    private PtyEndpoint newPty(
            Console console, DeviceContext device, ConsoleNodes nodes, Optional<ParkedConsole> parked) {
        OutputCursor cursor = cursor(console, Readers.PTY, parked, !nodes.channel());
        return new PtyEndpoint(console, device, terminals, cursor);
    }

    private void addSocket(Console console, DeviceContext device, ConsoleNodes nodes, Optional<ParkedConsole> parked)
            throws IOException {
        Path file = LocalSocket.checked(nodes.socket().orElseThrow());
        OutputCursor cursor = cursor(console, Readers.SOCKET, parked, !nodes.channel());
        Optional<ServerSocketChannel> predecessors = parked.flatMap(SocketEndpoint::server);
        LocalSocket server = predecessors.isPresent()
                ? LocalSocket.adopt(file, predecessors.get())
                : LocalSocket.listen(file, LocalSocket.Access.GROUP);
        SocketEndpoint socket = new SocketEndpoint(console, device, loop, server, cursor, !nodes.channel());
        console.add(socket);
        socket.open();
        if (parked.isPresent()) {
            socket.adopt(parked.get());
        }
    }

    private void addLog(Console console, DeviceContext device, LogSettings log, Optional<ParkedConsole> parked) {
        OutputCursor cursor = cursor(console, Readers.LOG, parked, true);
        Path file = log.directory().resolve(fileName(device));
        console.add(new LogEndpoint(console, device, file, log, cursor));
    }

    private static OutputCursor cursor(Console console, String reader, Optional<ParkedConsole> parked, boolean marked) {
        OutputCursor.ReaderOptions treatment = new OutputCursor.ReaderOptions(marked, true);
        OutputCursor cursor = parked.flatMap(state -> state.place(reader))
                .map(slot -> slot.in(console.output(), treatment))
                .orElseGet(() -> OutputCursor.atOldest(console.output(), treatment));
        console.journal().reached(reader, cursor.position(), cursor.midLine());
        if (!reader.equals(Readers.LOG)) {
            cursor.follow(() -> console.journal().reached(reader, cursor.position(), cursor.midLine()));
        }
        return cursor;
    }

    static String fileName(DeviceContext device) {
        return fileName(device.domainName(), device.id().device());
    }

    /**
     * Names the log as xenconsoled does: {@code guest-<name>.log}. When another console's log has that name, the number is
     * added.
     */
    static String fileName(String domain, int number) {
        String name = domain.replaceAll("[/\\p{Cntrl}]", "_");
        if (name.length() > LONGEST_NAME) {
            name = name.substring(0, LONGEST_NAME) + "-" + Integer.toHexString(domain.hashCode());
        }
        boolean plain = number == 0 && !name.matches(".*-console[0-9]+");
        return "guest-" + name + (plain ? "" : "-console" + number) + ".log";
    }
}
