// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Load;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * Moves the bytes of one console between the guest's rings and the endpoints. On the device's executor only.
 *
 * <p>Output: the ring is drained at each event, even without a reader, because a guest whose ring stays full stops. Only {@link
 * Backpressure} leaves bytes in the ring while the buffer is full. A turn is bounded: remaining bytes wait for the next turn,
 * behind the turns of other guests.
 *
 * <p>Input is read from an endpoint only when the guest has room for it. It therefore waits at its source: nothing is lost, and
 * nothing is queued here.
 */
public final class Console {

    /** Most bytes of output moved in one turn: 32 rings full. */
    static final int TURN = 32 * ConsolePage.OUT_SIZE;

    private final DeviceContext device;
    private final OutputBuffer output;
    private final Backpressure backpressure;
    private final DeviceContext.Task nextTurn = this::scheduledTurn;
    private final Queue<InputSource> waitingForRoom = new ArrayDeque<>();
    /** Replaced by a new array when an endpoint is added or removed, because that may happen during an iteration. */
    private Endpoint[] endpoints = {};

    private final ConsoleJournal journal = new ConsoleJournal();
    private @Nullable GuestRings guest;
    private boolean scheduled;
    private boolean heldBack;
    private long received;
    private long typed;

    /** As {@link #received}, over all consoles of the device. */
    private final Counter outputBytes;

    /** As {@link #typed}, over all consoles of the device. */
    private final Counter inputBytes;

    /**
     * @param device the console's device
     * @param output the empty buffer of its output
     * @param policy whether the guest waits instead of output being dropped
     */
    public Console(DeviceContext device, OutputBuffer output, Backpressure.Policy policy) {
        this.device = device;
        this.output = output;
        this.backpressure = new Backpressure(device, policy, this::turn);
        this.outputBytes =
                device.figures().counter("output_bytes", Load.WRITTEN_BYTES, "bytes that the guest has written");
        this.inputBytes =
                device.figures().counter("input_bytes", Load.READ_BYTES, "bytes that were typed into the guest");
    }

    /**
     * The guest connects, or its connection is adopted: the journal is valid from now on.
     *
     * @param connection its fingerprint
     * @param rings the guest's side
     */
    public void begin(String connection, GuestRings rings) {
        journal.begin(connection, output, rings.index());
    }

    /** @return its journal for the process that takes over after a kill */
    public ConsoleJournal journal() {
        return journal;
    }

    /** @return the buffer of its output */
    public OutputBuffer output() {
        return output;
    }

    /** @param policy whether, from now on, the guest waits instead of output being dropped */
    public void setPolicy(Backpressure.Policy policy) {
        backpressure.setPolicy(policy);
    }

    /**
     * @param <T> the kind
     * @param kind the kind
     * @return its endpoint of that kind; empty when it has none
     */
    public <T extends Endpoint> Optional<T> endpoint(Class<T> kind) {
        return Arrays.stream(endpoints).filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** There may be more room, or the reader that the guest waited for may be gone. */
    public void changed() {
        output.trim();
        if (heldBack) {
            schedule();
        }
    }

    /**
     * Continues a predecessor's output, input and totals. To be called before readers are added.
     *
     * @param parked the predecessor's state
     */
    public void restore(ParkedConsole parked) {
        received = parked.received();
        typed = parked.typed();
        outputBytes.continueFrom(received);
        inputBytes.continueFrom(typed);
        parked.restoreInto(output);
        if (parked.input().length > 0) {
            awaitRoom(new PendingInput(this, ByteBuffer.wrap(parked.input())));
        }
    }

    /** @param endpoint an endpoint, which gets the kept output and takes part from now on */
    public void add(Endpoint endpoint) {
        endpoints = Stream.concat(Arrays.stream(endpoints), Stream.of(endpoint)).toArray(Endpoint[]::new);
        endpoint.deliver();
    }

    /** @param endpoint does not take part any more */
    public void remove(Endpoint endpoint) {
        endpoints = Arrays.stream(endpoints).filter(other -> other != endpoint).toArray(Endpoint[]::new);
    }

    /**
     * The guest is connected. Its earlier output is taken in the next turn, after the core has written state Connected, because
     * a process that finds another state makes a new console and does not read the journal.
     *
     * @param rings the guest's side
     */
    public void connect(GuestRings rings) {
        guest = rings;
        schedule();
    }

    /** The guest disconnects: takes its last output; nothing more is sent to it. */
    public void disconnect() {
        if (guest != null) {
            GuestRings leaving = guest;
            guest = null;
            received(leaving.drain(output, ConsolePage.OUT_SIZE, false, journal.output()));
            deliver();
        }
    }

    /** Handles an event of the guest: it wrote, or made room, or both. */
    public void turn() {
        GuestRings present = guest;
        if (present == null) {
            return;
        }
        boolean keeping = backpressure.blocksGuest();
        int most = keeping ? Math.min(TURN, output.room()) : TURN;
        int drained = drain(present, most, keeping);
        heldBack = drained == most && most < TURN || keeping && output.isShortOfMemory();
        if (heldBack) {
            backpressure.guestBlocked();
        }
        if (drained > 0) {
            deliver();
        }
        feed();
        if (drained == TURN || heldBack && !output.isShortOfMemory() && output.room() > 0) {
            schedule();
        }
    }

    /** Polls briefly, within the turn, after a guest has filled its ring, because it will probably write more. */
    private int drain(GuestRings from, int most, boolean keeping) {
        int drained = 0;
        int count;
        do {
            count = from.drain(output, most - drained, keeping, journal.output());
            drained += count;
            received(count);
            from.signalIfMoved();
        } while (count > 0 && drained >= ConsolePage.OUT_SIZE && drained < most && from.writesOn());
        return drained;
    }

    private void received(int bytes) {
        received += bytes;
        outputBytes.add(bytes);
        if (bytes > 0) {
            // Not the input: when somebody pressed which key is nobody else's business.
            device.history().request("output", -1, bytes, 0, 0);
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            device.execute(nextTurn);
        }
    }

    private void scheduledTurn() {
        scheduled = false;
        turn();
    }

    private void deliver() {
        long needed = output.needed();
        for (Endpoint endpoint : endpoints) {
            endpoint.deliver();
        }
        if (output.needed() > needed) {
            backpressure.progressed();
        }
        output.trim();
    }

    /** A reader has taken output outside of a turn, so a waiting guest may have room. */
    public void delivered() {
        backpressure.progressed();
        output.trim();
        if (heldBack) {
            schedule();
        }
    }

    private void feed() {
        int sources = waitingForRoom.size();
        while (sources-- > 0 && room() > 0) {
            waitingForRoom.remove().feed();
        }
    }

    /** @return bytes that can be typed now; 0 without a guest */
    public int room() {
        return guest == null ? 0 : guest.room();
    }

    /**
     * Calls the source when the guest has room; sources that wait take turns.
     *
     * @param source the source that waits
     */
    public void awaitRoom(InputSource source) {
        if (!waitingForRoom.contains(source)) {
            waitingForRoom.add(source);
        }
    }

    /** @param source does not wait any more */
    public void forget(InputSource source) {
        waitingForRoom.remove(source);
    }

    /**
     * Passes input to the guest.
     *
     * @param input at most {@link #room} bytes are taken
     */
    public void type(ByteBuffer input) {
        if (guest != null) {
            int count = guest.type(input);
            typed += count;
            inputBytes.add(count);
            guest.signalIfMoved();
        }
    }

    /** The host offers a service that it did not offer before. */
    public void hostChanged() {
        for (Endpoint endpoint : endpoints) {
            endpoint.hostChanged();
        }
    }

    /** Ends all endpoints and frees the buffer. */
    public void end() {
        Endpoint[] ending = endpoints;
        endpoints = new Endpoint[0];
        Arrays.stream(ending).forEach(Endpoint::end);
        waitingForRoom.clear();
        output.close();
    }

    /**
     * Ends for a successor: guest and readers notice nothing.
     *
     * @return the state for the successor
     */
    public ParkedConsole park() {
        guest = null;
        ParkedConsole.Builder successor = new ParkedConsole.Builder(output, received, typed);
        waitingForRoom.forEach(source -> source.leaveInput(successor));
        Endpoint[] parking = endpoints;
        endpoints = new Endpoint[0];
        Arrays.stream(parking).forEach(endpoint -> endpoint.park(successor));
        waitingForRoom.clear();
        output.close();
        return successor.build();
    }

    /** @return what is wrong with one of its endpoints, in words */
    public Optional<String> trouble() {
        return Arrays.stream(endpoints)
                .flatMap(endpoint -> endpoint.trouble().stream())
                .findFirst();
    }

    /** @return its state for operators, by name */
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        Arrays.stream(endpoints).forEach(endpoint -> endpoint.describe(details));
        details.put("output", received + " bytes");
        details.put("input", typed + " bytes");
        details.put("kept", output.kept() + " of " + output.limit() + " bytes");
        details.put("dropped", output.dropped() + " bytes");
        if (heldBack) {
            details.put("held back", "until a reader takes what is kept");
        }
        return details;
    }
}
