package org.xenbay.core.handover;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;

/**
 * A {@link SavedDevice} as bytes that say what they are: a magic number, the form's version, a CRC-32 of what follows,
 * then the device's id, which has its type, the time when it was parked (milliseconds since 1970), the frontend's parameters, the version and bytes of the backend's own state, and the
 * words of its keepsakes. All numbers are big-endian, all texts modified UTF-8 after their length.
 */
final class SavedForm {

    /** "XBDV". */
    private static final int MAGIC = 0x5842_4456;

    /** Of this form; the backend's state has its own. */
    static final int VERSION = 1;

    private static final int HEADER = 16;
    private static final int MOST_ENTRIES = 1 << 24;

    private SavedForm() {}

    static byte[] encode(SavedDevice saved) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream(saved.state().length + 512);
            DataOutputStream out = new DataOutputStream(body);
            out.writeUTF(saved.id().toString());
            out.writeLong(saved.parkedAt().toEpochMilli());
            texts(out, saved.parameters());
            out.writeInt(saved.version());
            out.writeInt(saved.state().length);
            out.write(saved.state());
            texts(out, saved.keepsakes());
            byte[] bytes = body.toByteArray();
            ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length + HEADER);
            DataOutputStream header = new DataOutputStream(whole);
            header.writeInt(MAGIC);
            header.writeInt(VERSION);
            header.writeLong(checksum(bytes, 0));
            header.write(bytes);
            return whole.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void texts(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeUTF(text.getKey());
            out.writeUTF(text.getValue());
        }
    }

    /**
     * @param bytes as {@link #encode} made them
     * @return the device
     * @throws RefusedStateException when they are damaged, or of a newer version: the message says which
     */
    static SavedDevice decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new RefusedStateException("the saved state is damaged: it does not begin as one");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new RefusedStateException("the saved state is of version " + version + ", known is " + VERSION
                        + ": another version of Xenbay wrote it");
            }
            if (in.readLong() != checksum(bytes, HEADER)) {
                throw new RefusedStateException("the saved state is damaged: its checksum is wrong");
            }
            DeviceId id = DeviceId.parse(in.readUTF());
            Instant parkedAt = Instant.ofEpochMilli(in.readLong());
            Map<String, String> parameters = texts(in);
            int stateVersion = in.readInt();
            byte[] state = new byte[bounded(in.readInt(), bytes.length)];
            in.readFully(state);
            return new SavedDevice(id, parkedAt, parameters, stateVersion, state, texts(in));
        } catch (EOFException cut) {
            throw new RefusedStateException("the saved state is damaged: it is too short");
        } catch (IOException | IllegalArgumentException wrong) {
            throw new RefusedStateException("the saved state is damaged: " + wrong.getMessage());
        }
    }

    private static Map<String, String> texts(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MOST_ENTRIES);
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put(in.readUTF(), in.readUTF());
        }
        return texts;
    }

    private static int bounded(int value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException("a length of " + value);
        }
        return value;
    }

    private static long checksum(byte[] bytes, int from) {
        CRC32 sum = new CRC32();
        sum.update(bytes, Math.min(from, bytes.length), Math.max(0, bytes.length - from));
        return sum.getValue();
    }
}
