// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.socket.HostShortage;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.endpoint.PtyEndpoint;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.GuestRings;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;

/**
 * One console's life.
 *
 * <p>Its terminal and socket are there from init on, before the frontend is: libxl waits for the primary console's
 * {@code tty}, and programs connect to a channel's socket as soon as the guest is created. When the host offers no
 * pseudo terminals yet, a secondary console waits for them, so that {@code tty} is there when it is Connected; the
 * primary one does not wait, as its guest writes whether it is served or not and stops when nobody drains its ring: it
 * gets its terminal later. Nobody is disconnected when that service goes.
 */
final class ConsoleHandler implements DeviceHandler {

    private static final long MAX_FRAME = 1L << 52;

    /** Reference that every guest's console page is granted as, to the domain that serves it (grant_table.h). */
    private static final int CONSOLE_GRANT = 0;

    private static final String[] PARAMETERS = {"ring-ref", "port"};

    private final DeviceContext device;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final ConsoleOpener opener;
    private final Consumer<ConsoleHandler> onClose;
    private final boolean primary;
    private final Set<ShellSession> sessions = new HashSet<>();
    private ConsoleNodes nodes;
    private Console console;
    /** The console while it is connected; changed under the lock of {@link #sessions}. */
    private Console attachable;

    ConsoleHandler(DeviceContext device, ConsoleOpener opener, Consumer<ConsoleHandler> onClose) {
        this.device = device;
        this.opener = opener;
        this.onClose = onClose;
        this.primary = device.id().device() == 0;
    }

    @Override
    public Handshake handshake() {
        return primary ? Handshake.NONE : Handshake.STATES;
    }

    @Override
    public Readiness init(Publication keys) throws IOException {
        Readiness accepted = look();
        return accepted == Readiness.ready() && console == null ? openWithTerminal() : accepted;
    }

    /** @return ready when the console is this backend's */
    private Readiness look() {
        Readiness accepted = ConsoleNodes.accept(device, opener.config());
        if (accepted == Readiness.ready()) {
            nodes = ConsoleNodes.read(device);
        } else {
            endConsole();
        }
        return accepted;
    }

    private Readiness openWithTerminal() throws IOException {
        if (opener.hasTerminal(nodes) && !primary && opener.terminals().get() == null) {
            return Readiness.waitFor(Side.HOST, "a service that makes pseudo terminals (xen-native-bundle)");
        }
        return open();
    }

    /** What the host lacks now it may have in a second: no reason to close the console for good. */
    private Readiness open() throws IOException {
        try {
            console = opener.open(device, nodes);
            return Readiness.ready();
        } catch (IOException failed) {
            if (!HostShortage.is(failed)) {
                throw failed;
            }
            device.schedule(AGAIN, device::recheck);
            return Readiness.waitFor(Side.HOST, "a descriptor for its terminal or socket: " + failed.getMessage());
        }
    }

    /** The terminal and the socket of a connection that exists already are taken over with it. */
    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws IOException {
        Readiness ready = origin == Origin.fresh() ? Readiness.ready() : look();
        ready = ready == Readiness.ready() ? published(link) : ready;
        if (ready != Readiness.ready()) {
            return ready;
        } else if (origin instanceof Origin.Resumed resumed) {
            return resume(link, resumed.parked());
        }
        try {
            Optional<OutputJournal> left = origin == Origin.adopted() ? journalOf(link) : Optional.empty();
            if (left.isPresent()
                    && left.get().terminal().isPresent()
                    && opener.descriptorStore().get() == null) {
                return Readiness.waitFor(Side.HOST, "the service that kept its terminal (xen-native-bundle)");
            }
            if (left.isPresent()) {
                int takenUpTo = left.get().takenUpTo();
                console = opener.inherit(device, nodes, left.get());
                return join(link, Optional.of(takenUpTo));
            }
            Readiness opened = console == null ? open() : Readiness.ready();
            if (opened != Readiness.ready()) {
                return opened;
            }
            return join(link, Optional.empty());
        } catch (IOException | RuntimeException failed) {
            endConsole();
            throw failed;
        }
    }

    private Readiness published(DeviceLink link) {
        return link.frontend(PARAMETERS)
                .firstMissing()
                .map(node -> Readiness.waitFor(primary ? Side.TOOLSTACK : Side.FRONTEND, "node " + node))
                .orElse(Readiness.ready());
    }

    private Readiness resume(DeviceLink link, Parked parked) throws IOException {
        ParkedConsole state = ParkedConsole.decode(parked);
        try {
            console = opener.resume(device, nodes, state);
            if (state.leftOver().containsKey(Readers.PTY)) {
                device.publishToFrontend(PtyEndpoint.TTY, "");
            }
            state.leftOver().forEach(this::closeLeftOver);
            return join(link, Optional.empty());
        } catch (IOException | RuntimeException failed) {
            device.publishToFrontend(PtyEndpoint.TTY, "");
            endConsole();
            throw failed;
        }
    }

    private void closeLeftOver(String name, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            device.log().info("what was parked as " + name + " did not close properly: " + failed);
        }
    }

    private Optional<OutputJournal> journalOf(DeviceLink link) {
        return opener.journals(device, nodes)
                .flatMap(both -> both.currentIf(journal -> journal.isLeft(link.fingerprint())));
    }

    /** @param takenUpTo the ring's index up to where a killed process has taken bytes, whether or not it came to say so */
    private Readiness join(DeviceLink link, Optional<Integer> takenUpTo) {
        NodeValues parameters = link.frontend(PARAMETERS);
        int port = parameters.eventChannel("port");
        SharedMemory page = map(link, parameters);
        Console joined = console;
        EventChannel channel = bind(link, port, joined);
        if (primary) {
            page.putByte(ConsolePage.CONNECTION, ConsolePage.CONNECTED);
        }
        GuestRings rings = new GuestRings(page, channel);
        takenUpTo
                .map(index -> index - rings.index())
                .filter(missed -> missed >= 0 && missed <= ConsolePage.OUT_SIZE)
                .ifPresent(rings::skip);
        joined.begin(link.fingerprint(), rings);
        joined.connect(rings);
        synchronized (sessions) {
            attachable = joined;
        }
        return Readiness.ready();
    }

    private EventChannel bind(DeviceLink link, int port, Console joined) {
        try {
            return link.bind(port, joined::turn);
        } catch (XenException failed) {
            if (!primary) {
                throw failed;
            }
            throw new XenException(
                    failed.getMessage() + "; xenconsoled keeps a console it has taken until it is restarted",
                    failed.errno());
        }
    }

    private SharedMemory map(DeviceLink link, NodeValues parameters) {
        if (!primary) {
            return link.map(Access.READ_WRITE, parameters.grantReference("ring-ref"));
        }
        long frame = parameters.number("ring-ref", 0, MAX_FRAME);
        try {
            return link.map(Access.READ_WRITE, CONSOLE_GRANT);
        } catch (GrantException notGranted) {
            device.log().debug(() -> "mapped by its frame, as " + notGranted.getMessage());
            try {
                return link.mapForeign(frame);
            } catch (XenException failed) {
                failed.addSuppressed(notGranted);
                throw failed;
            }
        }
    }

    @Override
    public void frontendChanged(String node) {
        boolean typeMayDiffer = node.isEmpty() || node.equals("type");
        if (console == null || attachable == null || !typeMayDiffer || isTypeAsBefore()) {
            return;
        }
        if (ConsoleNodes.accept(device, opener.config()) instanceof Readiness.Declined declined) {
            throw new BadNodeException("it is another program's now: " + declined.why());
        }
    }

    /**
     * The type of a console that is served does not go alone: the guest ends, and the core sees to that. One that the
     * configuration does not name any more is served as long as it is connected.
     */
    private boolean isTypeAsBefore() {
        return device.frontend("type")
                .text("type")
                .filter(type -> !type.equals(nodes.type()))
                .isEmpty();
    }

    /** The configuration is another one. From any thread. */
    void configured() {
        device.execute(() -> {
            if (console != null) {
                opener.configure(console, device, nodes);
            }
        });
        device.recheck();
    }

    /** The host offers pseudo terminals now. From any thread. */
    void hostChanged() {
        device.execute(() -> {
            if (console != null) {
                console.hostChanged();
            }
        });
        device.recheck();
    }

    @Override
    public void disconnect() {
        endSessions();
        if (console != null) {
            try {
                console.disconnect();
            } catch (CorruptRingException corrupt) {
                device.log().debug(() -> "its last output is lost: " + corrupt.getMessage());
            }
            endConsole();
        }
    }

    @Override
    public void close() {
        endSessions();
        endConsole();
        onClose.accept(this);
    }

    private void endConsole() {
        if (console != null) {
            Console ending = console;
            console = null;
            ending.end();
        }
    }

    private void endSessions() {
        List<ShellSession> ending;
        synchronized (sessions) {
            attachable = null;
            ending = List.copyOf(sessions);
            sessions.clear();
        }
        ending.forEach(ShellSession::end);
    }

    @Override
    public Optional<Parked> park() {
        if (console == null) {
            return Optional.empty();
        }
        Parked parked = console.park().encode();
        console = null;
        endSessions();
        return Optional.of(parked);
    }

    @Override
    public Map<String, String> details() {
        return console == null ? Map.of() : console.details();
    }

    @Override
    public Optional<String> trouble() {
        return console == null ? Optional.empty() : console.trouble();
    }

    /** From any thread. */
    boolean isAttachable() {
        synchronized (sessions) {
            return attachable != null;
        }
    }

    /** From any thread; empty when the console is not connected. */
    Optional<ConsoleAttachment.Session> attach(Consumer<ByteBuffer> output, Runnable ended) {
        synchronized (sessions) {
            if (attachable == null) {
                return Optional.empty();
            }
            ShellSession session = new ShellSession(attachable, device, output, ended, this::left);
            sessions.add(session);
            device.execute(session::start);
            return Optional.of(session);
        }
    }

    private void left(ShellSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }
}
