// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.backend.console.endpoint.LogEndpoint;
import org.xenbay.backend.console.endpoint.LogSettings;
import org.xenbay.backend.console.endpoint.PtyEndpoint;
import org.xenbay.backend.console.endpoint.SocketLoop;
import org.xenbay.backend.console.flow.Backpressure;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.Endpoint;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * Makes consoles with their endpoints: new ones, and those that continue a predecessor's.
 *
 * @param configs returns the settings that are in force
 * @param terminals returns the service that makes pseudo terminals, or null
 * @param descriptorStore returns the service with the descriptors of a killed process, or null
 * @param loop waits for all sockets
 */
record ConsoleOpener(
        Supplier<ConsoleSettings> configs,
        Supplier<Optional<PseudoTerminals>> terminals,
        Supplier<Optional<DescriptorStore>> descriptorStore,
        SocketLoop loop) {

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
     * @return the console; empty while the service that kept its terminal is missing
     * @throws IOException when its terminal is lost, or the host lacks a resource for the console
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
            LogEndpoint.cut(log.get().file(device.domainName(), device.id().device()), logSize);
        }
        return Optional.of(resume(device, nodes, left.build()));
    }

    /** @throws IOException when the host lacks a resource for the console */
    Console open(DeviceContext device, ConsoleNodes nodes) throws IOException {
        return build(device, nodes, null);
    }

    /** @throws IOException when the host lacks a resource for the console */
    Console resume(DeviceContext device, ConsoleNodes nodes, ParkedConsole parked) throws IOException {
        return build(device, nodes, parked);
    }

    /** @param parked the predecessor's state; null for a new console */
    private Console build(DeviceContext device, ConsoleNodes nodes, @Nullable ParkedConsole parked) throws IOException {
        ConsoleSettings config = config();
        OutputBuffer output = new OutputBuffer(nodes.limit(config), history(nodes, config), device.memory());
        output.mark(config.marker());
        Console console = new Console(device, output, policy(nodes, config));
        try {
            if (parked != null) {
                console.restore(parked);
            }
            journals(device, nodes).ifPresent(both -> console.journal().open(both, parked != null));
            EndpointMaker endpoints = new EndpointMaker(terminals, loop, console, device, nodes, parked);
            if (hasTerminal(nodes)) {
                endpoints.addPty();
            }
            if (nodes.socket().isPresent()) {
                endpoints.addSocket(LocalSocket.checked(nodes.socket().get()));
            }
            config.log().ifPresent(endpoints::addLog);
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
        EndpointMaker endpoints = new EndpointMaker(terminals, loop, console, device, nodes, null);
        configurePty(console, endpoints, hasTerminal(nodes));
        Optional<LogSettings> log = config.log();
        if (log.isPresent()) {
            configureLog(console, endpoints, log.get());
        } else {
            remove(console, LogEndpoint.class);
        }
        console.changed();
    }

    private static void configurePty(Console console, EndpointMaker endpoints, boolean wanted) {
        if (!wanted) {
            remove(console, PtyEndpoint.class);
        } else if (console.endpoint(PtyEndpoint.class).isEmpty()) {
            endpoints.addLatePty();
        }
    }

    private static void configureLog(Console console, EndpointMaker endpoints, LogSettings wanted) {
        Optional<LogEndpoint> present = console.endpoint(LogEndpoint.class);
        if (present.isPresent()) {
            present.get().configure(endpoints.logFile(wanted), wanted);
        } else {
            endpoints.addLog(wanted);
        }
    }

    private static void remove(Console console, Class<? extends Endpoint> type) {
        console.endpoint(type).ifPresent(ending -> {
            console.remove(ending);
            ending.end();
        });
    }

    /** Keeps no history for channels: a program would mistake output that an earlier program has read for new data. */
    private static int history(ConsoleNodes nodes, ConsoleSettings config) {
        return nodes.channel() ? 0 : config.history();
    }

    private static Backpressure.Policy policy(ConsoleNodes nodes, ConsoleSettings config) {
        if (config.keepsAll()) {
            return Backpressure.Policy.ENDLESS;
        }
        return nodes.channel() ? Backpressure.Policy.WHILE_READERS_GET_ON : Backpressure.Policy.NONE;
    }
}
