// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.handover;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.ParkedForm;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.backend.console.output.OutputBuffer;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * The state that a console hands over to its successor: the kept output, each reader's place, and the open terminal and
 * sockets, so that programs notice nothing.
 *
 * <p>Version 1: a CRC-32 of the rest, then totals (received, typed, dropped), the first position, the kept bytes, and for each
 * reader its name, position, bytes lost, and whether it was within a line.
 */
public final class ParkedConsole {

    private static final ParkedForm FORM = new ParkedForm("console", 1, Long.BYTES);

    /**
     * A reader's place.
     *
     * @param position of the next byte that it gets
     * @param lost bytes that it never got
     * @param midLine whether the byte before was not the end of a line
     */
    public record Place(long position, long lost, boolean midLine) {

        /**
         * @param buffer a buffer with the parked output
         * @param treatment the reader's options
         * @return the reader, at this place
         */
        public OutputCursor in(OutputBuffer buffer, OutputCursor.ReaderOptions treatment) {
            return OutputCursor.at(buffer, treatment, position).restore(lost, midLine);
        }
    }

    private static final int MAX_READERS = 1000;

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
    public static final class Builder {
        private final long[] numbers;
        private final byte[] kept;
        private final ByteArrayOutputStream input = new ByteArrayOutputStream(0);
        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Map<String, AutoCloseable> resources = new LinkedHashMap<>();

        /**
         * @param output the console's kept output
         * @param received bytes of output in all
         * @param typed bytes of input in all
         */
        public Builder(OutputBuffer output, long received, long typed) {
            numbers = new long[] {received, typed, output.dropped(), output.start()};
            kept = output.copyOfKept();
        }

        /** For a killed process, whose totals are not known. */
        Builder(long end, long start, byte[] kept) {
            this.numbers = new long[] {end, 0, 0, start};
            this.kept = kept;
        }

        Builder place(String reader, long position, boolean midLine) {
            places.put(reader, new Place(position, 0, midLine));
            return this;
        }

        /**
         * @param reader its name
         * @param cursor how far it is
         * @return this
         */
        public Builder place(String reader, OutputCursor cursor) {
            places.put(reader, new Place(cursor.position(), cursor.lost(), cursor.midLine()));
            return this;
        }

        /**
         * @param name name by which the successor asks for the resource
         * @param resource an open resource
         * @return this
         */
        public Builder resource(String name, AutoCloseable resource) {
            resources.put(name, resource);
            return this;
        }

        /**
         * @param typed input that the guest had no room for yet; follows earlier input
         * @return this
         */
        public Builder input(byte[] typed) {
            input.writeBytes(typed);
            return this;
        }

        /** @return the collected state */
        public ParkedConsole build() {
            return new ParkedConsole(numbers, kept, input.toByteArray(), places, resources);
        }
    }

    /**
     * Puts the output into a new console's buffer.
     *
     * @param output the buffer, which is empty
     */
    public void restoreInto(OutputBuffer output) {
        output.restore(start, kept, dropped);
    }

    /** @return bytes that the guest wrote in all */
    public long received() {
        return received;
    }

    /** @return bytes that were sent to the guest in all */
    public long typed() {
        return typed;
    }

    /** @return input that the guest had no room for yet */
    public byte[] input() {
        return input;
    }

    /** @return the output that some reader has not got */
    byte[] kept() {
        return kept;
    }

    /**
     * @param reader its name
     * @return its place; empty when there was no such reader
     */
    public Optional<Place> place(String reader) {
        return Optional.ofNullable(places.get(reader));
    }

    /**
     * @param <T> type of the resource
     * @param name the predecessor's name of the resource
     * @param type type of the resource
     * @return an open resource of the predecessor, which the caller owns now; empty if there is none of that name
     */
    public <T> Optional<T> take(String name, Class<T> type) {
        return type.isInstance(resources.get(name)) ? Optional.of(type.cast(resources.remove(name))) : Optional.empty();
    }

    /** @return resources that were not taken */
    public Map<String, AutoCloseable> leftOver() {
        return resources;
    }

    /** @return the form that the core passes on */
    public Parked encode() {
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
     * @param parked the predecessor's parked state
     * @return the decoded state
     * @throws RefusedStateException when the state is of another version, or damaged: the message says so
     */
    public static ParkedConsole decode(Parked parked) {
        return FORM.decode(parked, in -> read(in, parked));
    }

    private static ParkedConsole read(DataInputStream in, Parked parked) throws IOException {
        long[] numbers = {in.readLong(), in.readLong(), in.readLong(), in.readLong()};
        byte[] kept = new byte[FORM.bounded(in.readInt(), parked.size())];
        in.readFully(kept);
        int count = FORM.bounded(in.readInt(), MAX_READERS);
        Map<String, Place> places = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            places.put(in.readUTF(), new Place(in.readLong(), in.readLong(), in.readBoolean()));
        }
        byte[] input = new byte[FORM.bounded(in.readInt(), parked.size())];
        in.readFully(input);
        return new ParkedConsole(numbers, kept, input, places, new LinkedHashMap<>(parked.resources()));
    }
}
