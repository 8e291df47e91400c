// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;

/**
 * A {@link SavedDevice} as bytes: the device's id, which includes its type, the time when it was parked (milliseconds since
 * 1970), the frontend's parameters, the version and bytes of the backend's own state, and the tokens of its open resources. All
 * numbers are big-endian, all texts modified UTF-8 after their length. The caller has checked the checksum before.
 */
final class SavedForm {

    private static final int MAX_ENTRIES = 1 << 24;

    private SavedForm() {}

    static void write(SavedDevice saved, OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeUTF(saved.id().toString());
        out.writeLong(saved.parkedAt().toEpochMilli());
        texts(out, saved.parameters());
        out.writeInt(saved.version());
        out.writeInt(saved.state().length);
        out.write(saved.state());
        texts(out, saved.tokens());
        out.flush();
    }

    private static void texts(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeUTF(text.getKey());
            out.writeUTF(text.getValue());
        }
    }

    /**
     * @param source as {@link #write} wrote it
     * @param length most bytes of it
     * @return the device
     * @throws RefusedStateException when it is damaged: the message says how
     */
    static SavedDevice read(InputStream source, int length) {
        try (DataInputStream in = new DataInputStream(source)) {
            DeviceId id = DeviceId.parse(in.readUTF());
            Instant parkedAt = Instant.ofEpochMilli(in.readLong());
            Map<String, String> parameters = texts(in);
            int stateVersion = in.readInt();
            byte[] state = new byte[bounded(in.readInt(), length)];
            in.readFully(state);
            return new SavedDevice(id, parkedAt, parameters, stateVersion, state, texts(in));
        } catch (EOFException cut) {
            throw new RefusedStateException("the saved state is damaged: it is too short");
        } catch (IOException | IllegalArgumentException wrong) {
            throw new RefusedStateException("the saved state is damaged: " + wrong.getMessage());
        }
    }

    /**
     * @param source as {@link #write} wrote it
     * @return the frontend's parameters; the rest is not read
     * @throws RefusedStateException as {@link #read}
     */
    static Map<String, String> parameters(InputStream source) {
        try (DataInputStream in = new DataInputStream(source)) {
            in.readUTF();
            in.readLong();
            return texts(in);
        } catch (IOException wrong) {
            throw new RefusedStateException("the saved state is damaged: " + wrong.getMessage());
        }
    }

    private static Map<String, String> texts(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MAX_ENTRIES);
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
}
