// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.device.DeviceId;

/**
 * Writes the state file, one record after the other, as devices are parked: at most one state is in memory at a time. The
 * file is written under another name, synced and renamed. Only its owner may read it, as it contains console output of
 * guests. From any thread.
 */
final class HandoverWriter {

    /** The reader maps the whole file, so its size is an int. */
    private static final long MAX_BYTES = 1L << 30;

    private final Path file;
    private final Path fresh;

    @GuardedBy("this")
    private @Nullable FileChannel channel;

    @GuardedBy("this")
    private int count;

    /** @param file the state file; another name beside it is used until it is complete */
    HandoverWriter(Path file) {
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".new");
    }

    /**
     * @param saved a device's state
     * @throws IOException when it is too large, or cannot be written; then the file has no part of it
     */
    synchronized void write(SavedDevice saved) throws IOException {
        Records.Measure measure = new Records.Measure();
        SavedForm.write(saved, measure);
        write(saved.id(), Records.STATE, measure, out -> SavedForm.write(saved, out));
    }

    /**
     * @param id a device whose connection cannot be continued
     * @param why the reason
     * @throws IOException when it cannot be written
     */
    synchronized void refuse(DeviceId id, String why) throws IOException {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        Records.Measure measure = new Records.Measure();
        measure.write(text, 0, text.length);
        write(id, Records.REFUSAL, measure, out -> out.write(text));
    }

    /** Writes a body. */
    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    @GuardedBy("this")
    private void write(DeviceId id, int kind, Records.Measure measure, Body body) throws IOException {
        if (measure.count() > Records.MAX_BODY) {
            throw new IOException("its state is of " + measure.count() + " bytes, and at most " + Records.MAX_BODY
                    + " are handed over");
        }
        FileChannel records = channel == null ? open() : channel;
        channel = records;
        long start = records.position();
        try {
            if (start + measure.count() > MAX_BYTES) {
                throw new IOException("the states of all devices are more than " + MAX_BYTES + " bytes");
            }
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(records)));
            out.write(Records.header(id, kind, (int) measure.count()));
            body.write(out);
            out.writeInt(measure.checksum());
            out.flush();
            count++;
        } catch (IOException failed) {
            records.truncate(start);
            records.position(start);
            throw failed;
        }
    }

    private FileChannel open() throws IOException {
        Files.deleteIfExists(fresh);
        FileChannel opened = PrivateFiles.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer start =
                ByteBuffer.allocate(Records.START).putInt(Records.FILE).putInt(Records.VERSION);
        try {
            opened.write(start.flip());
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
        return opened;
    }

    /**
     * Completes the file.
     *
     * @return number of devices in it
     * @throws IOException when it cannot be written; then there is no file
     */
    synchronized int complete() throws IOException {
        FileChannel complete = channel;
        channel = null;
        if (complete == null) {
            return 0;
        }
        try (complete) {
            complete.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        int all = count;
        count = 0;
        return all;
    }
}
