// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.file.DeviceNumber;

/**
 * The first page of a journal. It tells what it is: a magic number, the form's version, a checksum of the connection it
 * belongs to, whether a session is there, and which; which pieces each table has; and which file systems the session has met.
 * Not thread-safe.
 */
final class JournalHead {

    static final int SIZE = 4096;

    /** "9PJL". */
    private static final int MAGIC = 0x3950_4A4C;

    private static final int VERSION = 2;

    private static final int AT_MAGIC = 0;
    private static final int AT_VERSION = 4;
    private static final int AT_CONNECTION = 8;
    private static final int AT_SESSION = 16;
    private static final int AT_MSIZE = 20;
    private static final int AT_LOST = 24;
    private static final int AT_GENERATION = 28;
    private static final int AT_DIALECT = 32;
    private static final int AT_SHARE = 128;
    private static final int MOST_TEXT = 100;

    private static final int AT_TABLES = 256;
    private static final int TABLES = 16;

    private static final int AT_DEVICES = 1024;
    private static final int AT_DEVICE = AT_DEVICES + 8;

    private static final int AT_USED_BYTES = 3584;
    private static final int AT_USED_FILES = 3592;
    private static final int AT_USED_KNOWN = 3600;

    /** Most file systems of a session that are told apart by a number. */
    static final int MOST_DEVICES = 255;

    private final ByteBuffer memory;
    private final Runnable beforeStore;

    JournalHead(ByteBuffer memory, Runnable beforeStore) {
        this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
        this.beforeStore = beforeStore;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** @return offset of a table's entry */
    static int entry(int table) {
        return AT_TABLES + table * Pieces.ENTRY;
    }

    /** @return whether the page is of the form that this code knows, whether or not it counts */
    boolean isKnown() {
        return memory.getInt(AT_VERSION) == VERSION;
    }

    boolean isWhole() {
        return memory.getInt(AT_MAGIC) == MAGIC;
    }

    int generation() {
        return memory.getInt(AT_GENERATION);
    }

    void complete(int generation) {
        memory.putInt(AT_GENERATION, generation);
        beforeStore.run();
        VarHandle.releaseFence();
        memory.putInt(AT_MAGIC, MAGIC);
        beforeStore.run();
    }

    /** It does not count. */
    void close() {
        memory.putInt(AT_MAGIC, 0);
    }

    boolean isOf(String connection) {
        return isWhole() && memory.getLong(AT_CONNECTION) == checksum(connection);
    }

    /** @throws RefusedStateException when this code does not know what is here, or not all of a session is */
    void check() {
        if (!isKnown()) {
            throw new RefusedStateException(
                    "the journal is of version " + memory.getInt(AT_VERSION) + ", known is " + VERSION);
        }
        if (isLost()) {
            throw new RefusedStateException("the journal had no room for all of the guest's fids or locks");
        }
    }

    private static long checksum(String connection) {
        CRC32 sum = new CRC32();
        sum.update(connection.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /** A page that does not count begins anew. */
    void begin(String connection) {
        if (!isKnown()) {
            for (int at = AT_TABLES; at < AT_TABLES + TABLES * Pieces.ENTRY; at++) {
                memory.put(at, (byte) 0);
            }
            VarHandle.releaseFence();
            memory.putInt(AT_VERSION, VERSION);
        }
        memory.putLong(AT_CONNECTION, checksum(connection));
        memory.putInt(AT_USED_KNOWN, 0);
        end();
    }

    void beginSession(String dialect, int msize) {
        memory.putInt(AT_MSIZE, msize);
        text(AT_DIALECT, dialect);
        VarHandle.releaseFence();
        memory.putInt(AT_SESSION, 1);
    }

    /** There is no session. */
    void end() {
        memory.putInt(AT_SESSION, 0);
        VarHandle.releaseFence();
        memory.putInt(AT_DEVICES, 0);
    }

    void kept() {
        memory.putInt(AT_LOST, 0);
    }

    void lost() {
        memory.putInt(AT_LOST, 1);
    }

    boolean isLost() {
        return memory.getInt(AT_LOST) != 0;
    }

    boolean hasSession() {
        return memory.getInt(AT_SESSION) != 0;
    }

    String dialect() {
        return text(AT_DIALECT);
    }

    String share() {
        return text(AT_SHARE);
    }

    void share(String word) {
        text(AT_SHARE, word);
    }

    int msize() {
        return memory.getInt(AT_MSIZE);
    }

    void device(DeviceNumber device) {
        int count = deviceCount();
        if (count < MOST_DEVICES) {
            memory.putInt(AT_DEVICE + 8 * count, device.major());
            memory.putInt(AT_DEVICE + 8 * count + 4, device.minor());
            beforeStore.run();
            VarHandle.releaseFence();
            memory.putInt(AT_DEVICES, count + 1);
        }
    }

    private int deviceCount() {
        return Math.max(0, Math.min(MOST_DEVICES, memory.getInt(AT_DEVICES)));
    }

    List<DeviceNumber> devices() {
        List<DeviceNumber> devices = new ArrayList<>();
        for (int i = 0; i < deviceCount(); i++) {
            devices.add(new DeviceNumber(memory.getInt(AT_DEVICE + 8 * i), memory.getInt(AT_DEVICE + 8 * i + 4)));
        }
        return devices;
    }

    Optional<Journal.Used> usage() {
        return memory.getInt(AT_USED_KNOWN) == 0
                ? Optional.empty()
                : Optional.of(new Journal.Used(memory.getLong(AT_USED_BYTES), memory.getLong(AT_USED_FILES)));
    }

    void used(Journal.Used usage) {
        memory.putLong(AT_USED_BYTES, usage.bytes());
        memory.putLong(AT_USED_FILES, usage.files());
        VarHandle.releaseFence();
        memory.putInt(AT_USED_KNOWN, 1);
    }

    private String text(int at) {
        byte[] bytes = new byte[Math.min(MOST_TEXT, Math.max(0, memory.getInt(at)))];
        memory.get(at + Integer.BYTES, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void text(int at, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > MOST_TEXT) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
        }
        memory.putInt(at, bytes.length);
        memory.put(at + Integer.BYTES, bytes);
    }
}
