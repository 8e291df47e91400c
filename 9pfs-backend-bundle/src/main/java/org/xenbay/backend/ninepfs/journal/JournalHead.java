// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.api.journal.JournalText;

/**
 * The first page of a journal: a magic number, the format's version, a checksum of the connection, the session if there is one,
 * the pieces of each table, and the file systems that the session has met. Not thread-safe.
 */
final class JournalHead {

    static final int SIZE = 4096;

    /** The magic number is "9PJL". */
    private static final JournalHeader.Form FORM = new JournalHeader.Form("the journal", 0x3950_4A4C, 4);

    private static final int AT_SESSION = 16;
    private static final int AT_MSIZE = 20;
    private static final int AT_LOST = 24;
    private static final int AT_GENERATION = 28;
    private static final int AT_DIALECT = 32;
    private static final int MAX_TEXT = 100;

    private static final int AT_TABLES = 256;
    private static final int TABLES = 16;
    private static final int AT_SHARE = AT_TABLES + TABLES * Pieces.ENTRY;

    private static final int AT_DEVICES = 1024;
    private static final int AT_DEVICE = AT_DEVICES + 8;

    private static final int AT_USED_BYTES = 3584;
    private static final int AT_USED_FILES = 3592;
    private static final int AT_USED_KNOWN = 3600;

    /** Most file systems of a session that have a number. */
    static final int MAX_DEVICES = 255;

    private final JournalMemory memory;
    private final JournalHeader header;
    private final JournalText share;

    JournalHead(JournalMemory memory) {
        this.memory = memory;
        this.header = new JournalHeader(memory, FORM);
        this.share = new JournalText(memory, AT_SHARE, MAX_TEXT);
    }

    JournalMemory memory() {
        return memory;
    }

    /** @return offset of a table's entry */
    static int entry(int table) {
        return AT_TABLES + table * Pieces.ENTRY;
    }

    /** @return whether this code knows the page's format, even if the page is not valid */
    boolean isKnown() {
        return header.isOfThisVersion();
    }

    boolean isWhole() {
        return header.isWhole();
    }

    int generation() {
        return memory.number(AT_GENERATION);
    }

    void complete(int generation) {
        memory.number(AT_GENERATION, generation);
        header.complete();
    }

    /** The page does not count any more. */
    void close() {
        header.close();
    }

    /**
     * @param connection its fingerprint
     * @return whether a session of that connection is here
     * @throws RefusedStateException when this code does not know the page's format, or a part of the session is missing
     */
    boolean isLeft(String connection) {
        boolean left = header.isOf(connection);
        if (left && isLost()) {
            throw new RefusedStateException("the journal had no room for all of the guest's fids or locks");
        }
        return left;
    }

    /** Begins a page for a connection; it is not valid yet. */
    void begin(String connection) {
        if (!isKnown()) {
            for (int at = AT_TABLES; at < AT_TABLES + TABLES * Pieces.ENTRY; at++) {
                memory.bytes().put(at, (byte) 0);
            }
        }
        header.begin(connection);
        memory.number(AT_USED_KNOWN, 0);
        end();
    }

    void beginSession(String dialect, int msize) {
        memory.number(AT_MSIZE, msize);
        memory.commitText(AT_DIALECT, MAX_TEXT, dialect);
        memory.commit(AT_SESSION, 1);
    }

    /** The session has ended. */
    void end() {
        memory.commit(AT_SESSION, 0);
        memory.commit(AT_DEVICES, 0);
    }

    void kept() {
        memory.number(AT_LOST, 0);
    }

    void lost() {
        memory.number(AT_LOST, 1);
    }

    boolean isLost() {
        return memory.number(AT_LOST) != 0;
    }

    boolean hasSession() {
        return memory.number(AT_SESSION) != 0;
    }

    String dialect() {
        return memory.text(AT_DIALECT, MAX_TEXT);
    }

    String share() {
        return share.get();
    }

    void share(String word) {
        share.set(word);
    }

    int msize() {
        return memory.number(AT_MSIZE);
    }

    void device(DeviceNumber device) {
        int count = deviceCount();
        if (count < MAX_DEVICES) {
            memory.number(AT_DEVICE + 8 * count, device.major());
            memory.number(AT_DEVICE + 8 * count + 4, device.minor());
            memory.commit(AT_DEVICES, count + 1);
        }
    }

    private int deviceCount() {
        return Math.max(0, Math.min(MAX_DEVICES, memory.number(AT_DEVICES)));
    }

    List<DeviceNumber> devices() {
        List<DeviceNumber> devices = new ArrayList<>();
        for (int i = 0; i < deviceCount(); i++) {
            devices.add(new DeviceNumber(memory.number(AT_DEVICE + 8 * i), memory.number(AT_DEVICE + 8 * i + 4)));
        }
        return devices;
    }

    Optional<Journal.Used> usage() {
        return memory.number(AT_USED_KNOWN) == 0
                ? Optional.empty()
                : Optional.of(new Journal.Used(memory.wide(AT_USED_BYTES), memory.wide(AT_USED_FILES)));
    }

    void used(Journal.Used usage) {
        memory.wide(AT_USED_BYTES, usage.bytes());
        memory.wide(AT_USED_FILES, usage.files());
        memory.commit(AT_USED_KNOWN, 1);
    }
}
