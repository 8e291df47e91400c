// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.ring.RequestRingFront;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of both rings, as drivers/usb/host/xen-hcd.c has it: 16 requests at most, whose pages are granted for as
 * long as they are under way; tickets are given again as soon as they are used; a backend that breaks the protocol is noted.
 */
final class ControllerRings {

    private static final int REQUEST_SIZE = 148;
    private static final int TICKET_SIZE = 4;
    private static final int SEGMENTS_AT = 20;
    private static final int FRAME_SIZE = 16;
    private static final int UNLINK = 1 << 5;
    private static final int MAX_SPEED = 3;
    private static final int PAGE = 4096;

    private final Guest guest;
    private final int backend;
    private final GrantedPages urbPage;
    private final RequestRingFront urbs;
    private final RequestRingFront plugs;
    private final int ports;
    private final int[] speeds;
    private final List<String> plugEvents = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Deque<Integer> freeIds = new ArrayDeque<>();
    private final Deque<Flight> waiting = new ArrayDeque<>();
    private final Map<Integer, Flight> flights = new HashMap<>();
    private Runnable signal = () -> {};
    private boolean tickets = true;
    private boolean closed;

    /** A request, with its pages. */
    private static final class Flight {
        final GuestUrb urb;
        final Flight target;
        final CompletableFuture<GuestResult> result = new CompletableFuture<>();
        int id = -1;
        GrantedPages data;
        GrantedPages frames;

        Flight(GuestUrb urb, Flight target) {
            this.urb = urb;
            this.target = target;
        }
    }

    ControllerRings(Guest guest, int backend, int ports, GrantedPages urbPage, GrantedPages plugPage) {
        this.guest = guest;
        this.backend = backend;
        this.ports = ports;
        this.speeds = new int[ports + 1];
        this.urbPage = urbPage;
        this.urbs = new RequestRingFront(urbPage.memory(), REQUEST_SIZE);
        this.plugs = new RequestRingFront(plugPage.memory(), TICKET_SIZE);
        for (int id = 0; id < urbs.slots(); id++) {
            freeIds.add(id);
        }
        giveTickets();
    }

    void open(Runnable toBackend) {
        signal = toBackend;
    }

    SharedMemory urbMemory() {
        return urbPage.memory();
    }

    private void giveTickets() {
        byte[] ticket = new byte[TICKET_SIZE];
        while (tickets && plugs.put(ticket, TICKET_SIZE)) {
            ticket[0]++;
        }
        if (plugs.publish()) {
            signal.run();
        }
    }

    synchronized CompletableFuture<GuestResult> submit(GuestUrb urb) {
        Flight flight = new Flight(urb, null);
        waiting.add(flight);
        send();
        return flight.result;
    }

    /** @return how the request to end it ended; its own result is another matter */
    synchronized CompletableFuture<GuestResult> unlink(CompletableFuture<GuestResult> submitted) {
        for (Flight flight : flights.values()) {
            if (flight.result == submitted) {
                Flight unlink = new Flight(
                        new GuestUrb(flight.urb.pipe() | UNLINK, new byte[0], null, 0, new int[0], false), flight);
                waiting.addFirst(unlink);
                send();
                return unlink.result;
            }
        }
        return CompletableFuture.completedFuture(new GuestResult(0, 0, new byte[0], 0, new int[0], new int[0]));
    }

    private void send() {
        boolean put = false;
        while (!closed && !waiting.isEmpty() && !freeIds.isEmpty() && urbs.free() > 0) {
            Flight flight = waiting.remove();
            flight.id = freeIds.remove();
            flights.put(flight.id, flight);
            urbs.put(encode(flight), REQUEST_SIZE);
            put = true;
        }
        if (put && urbs.publish()) {
            signal.run();
        }
    }

    private byte[] encode(Flight flight) {
        GuestUrb urb = flight.urb;
        ByteBuffer bytes = ByteBuffer.allocate(REQUEST_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) flight.id)
                .putInt(4, urb.pipe())
                .putShort(8, (short) (urb.shortNotOk() ? 1 : 0))
                .putShort(10, (short) urb.out().length);
        if (flight.target != null) {
            return bytes.putShort(12, (short) flight.target.id).array();
        }
        int segment = 0;
        if (urb.out().length > 0) {
            flight.data = grant(urb.out(), urb.isIn());
            segment = segments(bytes, segment, flight.data, urb.out().length);
            bytes.putShort(2, (short) segment);
        }
        if (urb.setup() != null) {
            urb.setup().write(bytes.slice(12, 8));
        } else {
            bytes.putShort(12, (short) urb.interval());
        }
        if (urb.packets().length > 0) {
            byte[] frames = frames(urb.packets());
            flight.frames = grant(frames, true);
            int count = segments(bytes, segment, flight.frames, frames.length) - segment;
            bytes.putShort(16, (short) urb.packets().length).putShort(18, (short) count);
        }
        return bytes.array();
    }

    private GrantedPages grant(byte[] content, boolean writable) {
        GrantedPages pages = guest.grant(backend, (content.length + PAGE - 1) / PAGE, writable);
        pages.memory().put(0, content, 0, content.length);
        return pages;
    }

    private static int segments(ByteBuffer bytes, int first, GrantedPages pages, int length) {
        int segment = first;
        for (int at = 0; at < length; at += PAGE) {
            int offset = SEGMENTS_AT + 8 * segment;
            bytes.putInt(offset, pages.references()[at / PAGE])
                    .putShort(offset + 4, (short) 0)
                    .putShort(offset + 6, (short) Math.min(PAGE, length - at));
            segment++;
        }
        return segment;
    }

    private static byte[] frames(int[] packets) {
        ByteBuffer frames = ByteBuffer.allocate(packets.length * FRAME_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int length : packets) {
            frames.putInt(at).putInt(length).putInt(0).putInt(0);
            at += length;
        }
        return frames.array();
    }

    /** The backend has signalled. */
    void event() {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            takeAnswers(completions);
            takePlugs();
            send();
            notifyAll();
        }
        completions.forEach(Runnable::run);
    }

    private void takeAnswers(List<Runnable> completions) {
        byte[] slot = new byte[REQUEST_SIZE];
        while (urbs.hasNext()) {
            urbs.take(slot);
            ByteBuffer bytes = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
            Flight flight = flights.remove(bytes.getShort(0) & 0xFFFF);
            if (flight == null) {
                violations.add("an answer to no request: " + bytes.getShort(0));
            } else {
                GuestResult result = result(flight, bytes);
                freeIds.add(flight.id);
                completions.add(() -> flight.result.complete(result));
            }
        }
    }

    private GuestResult result(Flight flight, ByteBuffer bytes) {
        int length = flight.urb.out().length;
        byte[] data = new byte[length];
        if (flight.data != null) {
            flight.data.memory().get(0, data, 0, length);
            revoke(flight.data, flight);
        }
        int[] status = new int[flight.urb.packets().length];
        int[] came = new int[status.length];
        if (flight.frames != null) {
            for (int i = 0; i < status.length; i++) {
                came[i] = flight.frames.memory().getInt(i * FRAME_SIZE + 8);
                status[i] = flight.frames.memory().getInt(i * FRAME_SIZE + 12);
            }
            revoke(flight.frames, flight);
        }
        return new GuestResult(bytes.getInt(4), bytes.getInt(8), data, bytes.getInt(12), status, came);
    }

    /** Linux shuts the whole controller down when a page of an answered request is still mapped. */
    private void revoke(GrantedPages pages, Flight flight) {
        if (!pages.revoke()) {
            violations.add("pages of " + flight.urb + " are still mapped");
        }
    }

    private void takePlugs() {
        byte[] slot = new byte[TICKET_SIZE];
        while (plugs.hasNext()) {
            plugs.take(slot);
            int port = slot[2] & 0xFF;
            int speed = slot[3] & 0xFF;
            if (port < 1 || port > ports || speed > MAX_SPEED) {
                violations.add("port " + port + " speed " + speed);
            } else {
                speeds[port] = speed;
                plugEvents.add(port + ":" + speed);
            }
        }
        giveTickets();
    }

    /** Gives no tickets any more, or again. */
    void giveTickets(boolean whether) {
        synchronized (this) {
            tickets = whether;
            giveTickets();
        }
        signal.run();
    }

    synchronized int speed(int port) {
        return speeds[port];
    }

    synchronized List<String> plugEvents() {
        return List.copyOf(plugEvents);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Sends bytes as they are, in the next slot. */
    synchronized boolean putRaw(byte[] request) {
        boolean put = urbs.put(request, request.length);
        urbs.publish();
        return put;
    }

    void signal() {
        signal.run();
    }

    /** After this its memory is not touched any more. */
    void close() {
        List<Flight> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(flights.values());
            left.addAll(waiting);
            flights.clear();
            waiting.clear();
        }
        left.forEach(flight -> {
            if (flight.data != null) {
                flight.data.close();
            }
            if (flight.frames != null) {
                flight.frames.close();
            }
            flight.result.completeExceptionally(new IllegalStateException("the controller is disconnected"));
        });
    }
}
