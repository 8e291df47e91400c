// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;

/**
 * Reads the state file of the last run, once: the file is removed as soon as its records are known, and its content stays
 * mapped until all records are taken. A damaged record harms only its own device; later records are still found. From any
 * thread.
 */
final class HandoverReader {

    private static final Logger LOG = System.getLogger(HandoverReader.class.getName());

    private final Map<DeviceId, Records.Entry> found = new ConcurrentHashMap<>();
    private final Map<DeviceId, String> refused = new ConcurrentHashMap<>();
    /** Devices for which a line was logged. */
    private final Set<DeviceId> settled = ConcurrentHashMap.newKeySet();

    private volatile ByteBuffer bytes = ByteBuffer.allocate(0);
    /** Why a device without a record may nevertheless have been in the file; null when no part of the file is damaged. */
    private volatile @Nullable String damage;

    HandoverReader(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
            read();
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException | RuntimeException unreadable) {
            damage = "it cannot be read: " + unreadable.getMessage();
        }
        if (damage != null) {
            damage = "the file " + file + " is damaged: " + damage;
            LOG.log(Level.ERROR, damage);
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + file + ": " + failed);
        }
    }

    private void read() {
        if (Version1Form.isOne(bytes)) {
            Version1Form.read(bytes, this::noteEarlier);
            return;
        }
        if (bytes.limit() < Records.START || bytes.getInt(0) != Records.FILE) {
            damage = "it does not begin as one, or another version of Xenbay wrote it";
            return;
        }
        if (bytes.getInt(Integer.BYTES) != Records.VERSION) {
            damage = "it is of version " + bytes.getInt(Integer.BYTES) + ", known is " + Records.VERSION
                    + ": another version of Xenbay wrote it";
            return;
        }
        int at = Records.START;
        while (at < bytes.limit()) {
            Optional<Records.Entry> record = Records.at(bytes, at);
            if (record.isPresent()) {
                note(record.get());
                at = record.get().end();
            } else {
                damage = "a device's record is not there as it was written";
                at++;
            }
        }
    }

    private void noteEarlier(Records.Entry record, String wrong) {
        if (wrong.isEmpty()) {
            found.put(record.id(), record);
        } else {
            refused.put(record.id(), wrong);
        }
    }

    private void note(Records.Entry record) {
        if (!record.isWhole(bytes)) {
            refused.put(record.id(), "the saved state is damaged: its checksum is wrong");
        } else if (record.kind() == Records.REFUSAL) {
            byte[] why = new byte[record.length()];
            bytes.get(record.body(), why);
            refused.put(record.id(), new String(why, StandardCharsets.UTF_8));
        } else {
            found.put(record.id(), record);
        }
    }

    /**
     * @return the parameters of the saved connection; empty when none was saved
     * @throws RefusedStateException when the record cannot be used, or may be lost in a damaged part; only the first time
     */
    Optional<Map<String, String>> parameters(DeviceId id) {
        String why = refused.remove(id);
        if (why != null) {
            throw new RefusedStateException(why);
        }
        Records.Entry record = found.get(id);
        String lost = damage;
        if (record == null && lost != null && settled.add(id)) {
            throw new RefusedStateException(lost);
        }
        return Optional.ofNullable(record).map(each -> SavedForm.parameters(body(each)));
    }

    boolean has(DeviceId id) {
        return found.containsKey(id);
    }

    /** @return the record of a device; empty when there is none, or it was taken */
    Optional<SavedDevice> look(DeviceId id) {
        return Optional.ofNullable(found.get(id)).map(record -> {
            SavedDevice saved = SavedForm.read(body(record), record.length());
            if (!saved.id().equals(id)) {
                throw new RefusedStateException("the saved state is damaged: it is device " + saved.id() + "'s");
            }
            return saved;
        });
    }

    /** @return the record, once */
    Optional<SavedDevice> take(DeviceId id) {
        Optional<SavedDevice> saved = look(id);
        forget(id);
        return saved;
    }

    /** Drops the record. When all records are dropped, the file is unmapped. */
    void forget(DeviceId id) {
        refused.remove(id);
        settled.add(id);
        if (found.remove(id) != null && found.isEmpty()) {
            bytes = ByteBuffer.allocate(0);
        }
    }

    private DataInputStream body(Records.Entry record) {
        return new DataInputStream(new BufferStream(bytes.slice(record.body(), record.length())));
    }

    /** A buffer as a stream. */
    private static final class BufferStream extends InputStream {
        private final ByteBuffer source;

        BufferStream(ByteBuffer source) {
            this.source = source;
        }

        @Override
        public int read() {
            return source.hasRemaining() ? source.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length > 0 && !source.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, source.remaining());
            source.get(target, offset, count);
            return count;
        }
    }
}
