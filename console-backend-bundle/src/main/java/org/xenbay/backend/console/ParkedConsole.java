// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.ParkedForm;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.backend.console.output.OutputBuffer;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * What a console gives to its successor: the output kept, who has read how far, and the open terminal and sockets, so
 * that programs that use them notice nothing.
 *
 * <p>Version 1: a CRC-32 of what follows, then totals (received, typed, dropped), the first position, the bytes kept, and
 * for each reader its name, position, bytes lost, and whether it was within a line.
 */
final class ParkedConsole {

    private static final ParkedForm FORM = new ParkedForm("console", 1, Long.BYTES);

    /** A reader's place. */
    record Place(long position, long lost, boolean midLine) {
        OutputCursor in(OutputBuffer buffer, OutputCursor.Treatment treatment) {
            return OutputCursor.at(buffer, treatment, position).restore(lost, midLine);
        }
    }

    private static final int MOST_READERS = 1000;

    private final long received;
    private final long typed;
    private final long dropped;
    private final long start;
    private final byte[] kept;
    private final byte[] input;
    private final Map<String, Place> places;
    private final Map<String, AutoCloseable> resources;

    private ParkedConsole(
            long[] numbers,
            byte[] kept,
            byte[] input,
            Map<String, Place> places,
            Map<String, AutoCloseable> resources) {
        this.received = numbers[0];
        this.typed = numbers[1];
        this.dropped = numbers[2];
        this.start = numbers[3];
        this.kept = kept;
        this.input = input;
        this.places = places;
        this.resources = resources;
    }

    /** Collects the parts. */
    static final class Builder {
        private final long[] numbers;
        private final byte[] kept;
        private final ByteArrayOutputStream input = new ByteArrayOutputStream(0);
        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Map<String, AutoCloseable> resources = new LinkedHashMap<>();

        Builder(OutputBuffer output, long received, long typed) {
            numbers = new long[] {received, typed, output.dropped(), output.start()};
            kept = output.copyOfKept();
        }

        /** Of a process that was killed: the totals are not known. */
        Builder(long end, long start, byte[] kept) {
            this.numbers = new long[] {end, 0, 0, start};
            this.kept = kept;
        }

        Builder place(String reader, long position, boolean midLine) {
            places.put(reader, new Place(position, 0, midLine));
            return this;
        }

        Builder place(String reader, OutputCursor cursor) {
            places.put(reader, new Place(cursor.position(), cursor.lost(), cursor.midLine()));
            return this;
        }

        Builder resource(String name, AutoCloseable resource) {
            resources.put(name, resource);
            return this;
        }

        Builder input(byte[] typed) {
            input.writeBytes(typed);
            return this;
        }

        ParkedConsole build() {
            return new ParkedConsole(numbers, kept, input.toByteArray(), places, resources);
        }
    }

    /** Puts output and totals into a new console. */
    void restoreInto(Console console) {
        console.restoreTotals(received, typed);
        console.output().restore(start, kept, dropped);
        if (input.length > 0) {
            console.awaitRoom(new PendingInput(console, ByteBuffer.wrap(input)));
        }
    }

    /** @return the output that some reader has not got */
    byte[] kept() {
        return kept;
    }

    Optional<Place> place(String reader) {
        return Optional.ofNullable(places.get(reader));
    }

    /** @return a live thing of the predecessor, which is the caller's from now on */
    <T> Optional<T> take(String name, Class<T> type) {
        return type.isInstance(resources.get(name)) ? Optional.of(type.cast(resources.remove(name))) : Optional.empty();
    }

    /** @return what nobody took */
    Map<String, AutoCloseable> leftOver() {
        return resources;
    }

    Parked encode() {
        return FORM.encode(resources, this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        for (long number : new long[] {received, typed, dropped, start}) {
            out.writeLong(number);
        }
        out.writeInt(kept.length);
        out.write(kept);
        out.writeInt(places.size());
        for (Map.Entry<String, Place> place : places.entrySet()) {
            out.writeUTF(place.getKey());
            out.writeLong(place.getValue().position());
            out.writeLong(place.getValue().lost());
            out.writeBoolean(place.getValue().midLine());
        }
        out.writeInt(input.length);
        out.write(input);
    }

    /**
     * @throws RefusedStateException when the state is of another version, or damaged: the message says so
     */
    static ParkedConsole decode(Parked parked) {
        return FORM.decode(parked, in -> read(in, parked));
    }

    private static ParkedConsole read(DataInputStream in, Parked parked) throws IOException {
        long[] numbers = {in.readLong(), in.readLong(), in.readLong(), in.readLong()};
        byte[] kept = new byte[FORM.bounded(in.readInt(), parked.size())];
        in.readFully(kept);
        int count = FORM.bounded(in.readInt(), MOST_READERS);
        Map<String, Place> places = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            places.put(in.readUTF(), new Place(in.readLong(), in.readLong(), in.readBoolean()));
        }
        byte[] input = new byte[FORM.bounded(in.readInt(), parked.size())];
        in.readFully(input);
        return new ParkedConsole(numbers, kept, input, places, new LinkedHashMap<>(parked.resources()));
    }
}
