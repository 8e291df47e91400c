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
 * The guest's side of both rings, as in drivers/usb/host/xen-hcd.c: at most 16 requests, whose pages are granted while they are
 * under way. Used tickets are replaced at once. Violations of the protocol by the backend are recorded.
 */
final class ControllerRings {

    private static final int TICKET_SIZE = 4;
    private static final int UNLINK = 1 << 5;
    private static final int MAX_SPEED = 3;

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
    private final Deque<UrbFlight> waiting = new ArrayDeque<>();
    private final Map<Integer, UrbFlight> flights = new HashMap<>();
    private Runnable signal = () -> {};
    private boolean tickets = true;
    private boolean closed;

    ControllerRings(Guest guest, int backend, int ports, GrantedPages urbPage, GrantedPages plugPage) {
        this.guest = guest;
        this.backend = backend;
        this.ports = ports;
        this.speeds = new int[ports + 1];
        this.urbPage = urbPage;
        this.urbs = new RequestRingFront(urbPage.memory(), UrbFlight.REQUEST_SIZE);
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
        UrbFlight flight = new UrbFlight(urb, null);
        waiting.add(flight);
        send();
        return flight.result();
    }

    /** @return the result of the cancellation; the cancelled request has its own result */
    synchronized CompletableFuture<GuestResult> unlink(CompletableFuture<GuestResult> submitted) {
        for (UrbFlight flight : flights.values()) {
            if (flight.result() == submitted) {
                UrbFlight unlink = new UrbFlight(
                        new GuestUrb(flight.urb().pipe() | UNLINK, new byte[0], null, 0, new int[0], false), flight);
                waiting.addFirst(unlink);
                send();
                return unlink.result();
            }
        }
        return CompletableFuture.completedFuture(new GuestResult(0, 0, new byte[0], 0, new int[0], new int[0]));
    }

    private void send() {
        boolean put = false;
        while (!closed && !waiting.isEmpty() && !freeIds.isEmpty() && urbs.free() > 0) {
            UrbFlight flight = waiting.remove();
            int id = freeIds.remove();
            flights.put(id, flight);
            urbs.put(flight.encode(id, guest, backend), UrbFlight.REQUEST_SIZE);
            put = true;
        }
        if (put && urbs.publish()) {
            signal.run();
        }
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
        byte[] slot = new byte[UrbFlight.REQUEST_SIZE];
        while (urbs.hasNext()) {
            urbs.take(slot);
            ByteBuffer bytes = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
            UrbFlight flight = flights.remove(bytes.getShort(0) & 0xFFFF);
            if (flight == null) {
                violations.add("an answer to no request: " + bytes.getShort(0));
            } else {
                GuestResult result = flight.decode(bytes, violations);
                freeIds.add(flight.id());
                completions.add(() -> flight.result().complete(result));
            }
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

    /** Withholds tickets, or puts them into the ring again. */
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

    /** Sends bytes unchecked, in the next slot. */
    synchronized boolean putRaw(byte[] request) {
        boolean put = urbs.put(request, request.length);
        urbs.publish();
        return put;
    }

    void signal() {
        signal.run();
    }

    /** Stops using its memory. */
    void close() {
        List<UrbFlight> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(flights.values());
            left.addAll(waiting);
            flights.clear();
            waiting.clear();
        }
        left.forEach(UrbFlight::end);
    }
}
