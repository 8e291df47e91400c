// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.Limits;

/** A guest's rings, and the one conversation over all of them. On the device's executor. */
public final class RingConnection {

    /** Version of the transport (xen/docs/misc/9pfs.pandoc). */
    public static final String VERSION = "1";

    /** Most rings of one device. */
    public static final int MAX_RINGS = 8;

    /** Most pages of one ring's data, as a power of two. */
    public static final int MAX_RING_ORDER = RingPage.MAX_ORDER;

    private static final String RINGS = "num-rings";

    private final Lane lane;
    private final Conversation conversation;
    private final List<Ring> rings;

    /** Begins a conversation. */
    @FunctionalInterface
    public interface Opener {

        /**
         * @param most most bytes of a message, as the rings allow
         * @return the conversation
         * @throws IOException when the predecessor's state is damaged
         */
        Conversation open(int most) throws IOException;
    }

    /** The rings of a connection that is being made, as the frontend described them. */
    private record Memory(SharedMemory page, SharedMemory data, int port) {}

    private RingConnection(Lane lane, Conversation conversation, List<Ring> rings) {
        this.lane = lane;
        this.conversation = conversation;
        this.rings = rings;
    }

    /**
     * @param link the connection to be
     * @return ready, or which node is missing
     * @throws BadNodeException when a node is invalid
     */
    public static Readiness ready(DeviceLink link) {
        NodeValues nodes = parameters(link);
        Optional<String> missing = nodes.text("version").isEmpty()
                ? Optional.of("version")
                : nodes.text(RINGS).isEmpty() ? Optional.of(RINGS) : Optional.empty();
        for (int i = 0; missing.isEmpty() && i < count(nodes); i++) {
            missing = nodes.text(reference(i)).isEmpty()
                    ? Optional.of(reference(i))
                    : nodes.text(port(i)).isEmpty() ? Optional.of(port(i)) : Optional.empty();
        }
        return missing.map(node -> Readiness.waitFor(Side.FRONTEND, "node " + node))
                .orElse(Readiness.ready());
    }

    /** Reads all nodes in one transaction, because a guest can change them in between. */
    private static NodeValues parameters(DeviceLink link) {
        List<String> names = new ArrayList<>(List.of("version", RINGS));
        for (int i = 0; i < MAX_RINGS; i++) {
            names.add(reference(i));
            names.add(port(i));
        }
        return link.frontend(names.toArray(String[]::new));
    }

    /** @return number of rings that the frontend published */
    public static int rings(DeviceLink link) {
        return count(parameters(link));
    }

    private static int count(NodeValues nodes) {
        return (int) nodes.number(RINGS, 1, MAX_RINGS);
    }

    private static String reference(int ring) {
        return "ring-ref" + ring;
    }

    private static String port(int ring) {
        return "event-channel-" + ring;
    }

    /**
     * Maps the rings, and binds their event channels.
     *
     * @param device the device
     * @param link its connection, for which {@link #ready} has returned ready
     * @param lane polls the rings
     * @param journal notes how far requests have come, if the connection has one
     * @param opener begins the conversation
     * @return the connection
     * @throws BadNodeException when a node or a page is invalid
     * @throws IOException as the opener
     */
    public static RingConnection open(
            DeviceContext device, DeviceLink link, Lane lane, @Nullable Journal journal, Opener opener)
            throws IOException {
        NodeValues nodes = parameters(link);
        if (!nodes.text("version").equals(Optional.of(VERSION))) {
            throw new BadNodeException(
                    "node version is " + nodes.text("version").orElse("missing") + ", this backend knows " + VERSION);
        }
        List<Memory> memories = new ArrayList<>();
        int most = Limits.MAX_MSIZE;
        for (int i = 0; i < count(nodes); i++) {
            SharedMemory page = link.map(Access.READ_WRITE, nodes.grantReference(reference(i)));
            SharedMemory data = link.map(Access.READ_WRITE, RingPage.references(page, reference(i)));
            memories.add(new Memory(page, data, nodes.eventChannel(port(i))));
            most = Math.min(most, data.size() / 2);
        }
        for (int i = 0; journal != null && i < memories.size(); i++) {
            SharedMemory page = memories.get(i).page();
            journal.ring(i)
                    .recover(
                            page.getIntAcquire(RingPage.OUT_CONS),
                            page.getIntAcquire(RingPage.OUT_PROD),
                            page.getIntAcquire(RingPage.IN_PROD));
        }
        List<Ring> rings = new ArrayList<>();
        Conversation conversation = opener.open(most);
        for (Memory memory : memories) {
            RequestLog log = journal == null ? null : journal.ring(rings.size());
            Ring ring = new Ring(new RingMemory(memory.page(), memory.data(), device::fail), lane, conversation, log);
            rings.add(ring);
            lane.attach(ring);
            ring.open(link.bindOnEventThread(memory.port(), ring::raised));
        }
        return new RingConnection(lane, conversation, rings);
    }

    /** @return the conversation over these rings */
    public Conversation conversation() {
        return conversation;
    }

    /** @return the number and size of the rings, in words */
    public String describe() {
        return rings.size() + " of " + rings.get(0).size() / 1024 + " KiB each way";
    }

    /**
     * Stops taking requests, but only after it has taken those that a killed process had begun, because only this process knows
     * how far they had come. Does not wait.
     *
     * @return whether no request is under way
     */
    public boolean pause() {
        if (!rings.stream().allMatch(Ring::isCaughtUp)) {
            lane.alert();
            return false;
        }
        rings.forEach(Ring::pause);
        return conversation.isIdle();
    }

    /** Takes requests again. */
    public void unpause() {
        rings.forEach(Ring::unpause);
    }

    /** Continues a predecessor's connection: a killed process may have replied, or made room, before it signalled that. */
    public void start() {
        lane.alert();
        rings.forEach(Ring::signal);
    }

    /** The guest is gone: nothing more is sent to it. Returns at once; requests that are under way end later. */
    public void close() {
        rings.forEach(Ring::close);
        conversation.close();
    }
}
