// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The format of the state that a backend's handlers park: a CRC-32 of the fields, big-endian, then the backend's fields, as
 * {@link DataOutputStream} writes them. A successor refuses an unknown version and a damaged state. From any thread.
 *
 * @param device the device in messages, such as "console"
 * @param version version of the fields
 * @param checksumSize bytes that the checksum takes: 4 or 8
 */
public record ParkedForm(String device, int version, int checksumSize) {

    /** Writes the fields of a state. */
    @ConsumerType
    @FunctionalInterface
    public interface Encoder {

        /**
         * @param out takes the fields, in memory
         * @throws IOException never by {@code out}
         */
        void write(DataOutputStream out) throws IOException;
    }

    /**
     * Reads the fields of a state.
     *
     * @param <T> type of the decoded state
     */
    @ConsumerType
    @FunctionalInterface
    public interface Decoder<T> {

        /**
         * @param in the fields
         * @return the decoded state
         * @throws IOException by {@code in}, when the state is shorter than the fields
         */
        T read(DataInputStream in) throws IOException;
    }

    /** @throws IllegalArgumentException when the checksum has another size */
    public ParkedForm {
        if (checksumSize != Integer.BYTES && checksumSize != Long.BYTES) {
            throw new IllegalArgumentException("a checksum has 4 or 8 bytes, not " + checksumSize);
        }
    }

    /**
     * @param resources open resources of the host, for the successor
     * @param fields writes the fields
     * @return what the handler parks
     */
    public Parked encode(Map<String, AutoCloseable> resources, Encoder fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            fields.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ByteBuffer state = ByteBuffer.allocate(checksumSize + body.size());
        state.put(checksumSize, body.toByteArray());
        putChecksum(state);
        return new Parked(version, state.array(), resources);
    }

    /**
     * @param parked what the predecessor parked
     * @param fields reads the fields
     * @param <T> type of the decoded state
     * @return the decoded state
     * @throws RefusedStateException when the state is of another version, or damaged
     */
    public <T> T decode(Parked parked, Decoder<T> fields) {
        if (parked.version() != version) {
            throw new RefusedStateException("the " + device + " was parked in version " + parked.version()
                    + " of its state; this backend knows version " + version);
        }
        ByteBuffer state = ByteBuffer.wrap(parked.state());
        if (state.limit() < checksumSize) {
            throw damaged("it is too short");
        }
        if (checksumIn(state) != checksumOf(state)) {
            throw damaged("its checksum is wrong");
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(state.array(), checksumSize, state.limit() - checksumSize))) {
            return fields.read(in);
        } catch (IOException tooShort) {
            throw damaged("it is too short");
        }
    }

    /**
     * @param number a field
     * @param most the greatest valid number
     * @return the same
     * @throws RefusedStateException when it is negative or greater
     */
    public int bounded(int number, int most) {
        if (number < 0 || number > most) {
            throw damaged("a number is " + number);
        }
        return number;
    }

    private RefusedStateException damaged(String how) {
        return new RefusedStateException("the parked " + device + "'s state is damaged: " + how);
    }

    private void putChecksum(ByteBuffer state) {
        if (checksumSize == Integer.BYTES) {
            state.putInt(0, (int) checksumOf(state));
        } else {
            state.putLong(0, checksumOf(state));
        }
    }

    private long checksumIn(ByteBuffer state) {
        return checksumSize == Integer.BYTES ? Integer.toUnsignedLong(state.getInt(0)) : state.getLong(0);
    }

    private long checksumOf(ByteBuffer state) {
        CRC32 sum = new CRC32();
        sum.update(state.slice(checksumSize, state.limit() - checksumSize));
        return sum.getValue();
    }
}
