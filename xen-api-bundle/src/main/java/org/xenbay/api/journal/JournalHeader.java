// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.xenbay.api.device.RefusedStateException;

/**
 * The beginning of a journal: {@value #SIZE} bytes with a magic number, the version of the format, and a checksum of the
 * connection that the journal belongs to. The magic number is stored last and makes the journal valid.
 */
public final class JournalHeader {

    /** Size of the header, at the beginning of the memory, in bytes. */
    public static final int SIZE = 16;

    private static final int AT_MAGIC = 0;
    private static final int AT_VERSION = 4;
    private static final int AT_CONNECTION = 8;

    private final JournalMemory memory;
    private final Form form;

    /**
     * The format of a journal.
     *
     * @param name of the journal in messages, such as "the console's journal"
     * @param magic a number that other journals do not have; not 0
     * @param version of what follows the header; another version's journal is refused
     */
    public record Form(String name, int magic, int version) {

        /** @throws IllegalArgumentException when the magic number is 0 */
        public Form {
            if (magic == 0) {
                throw new IllegalArgumentException("a magic number of 0 is that of empty memory");
            }
        }
    }

    /**
     * Does not change the memory.
     *
     * @param memory of the whole journal
     * @param form the format that the caller reads and writes
     */
    public JournalHeader(JournalMemory memory, Form form) {
        this.memory = memory;
        this.form = form;
    }

    /** @return whether a valid journal is here, of any version and connection */
    public boolean isWhole() {
        return memory.number(AT_MAGIC) == form.magic();
    }

    /** @return whether the memory has the caller's version, even if the journal is not valid */
    public boolean isOfThisVersion() {
        return memory.number(AT_VERSION) == form.version();
    }

    /**
     * @param connection its fingerprint
     * @return whether a valid journal of that connection is here
     * @throws RefusedStateException when a valid journal of another version is here: its connection cannot be read
     */
    public boolean isOf(String connection) {
        if (!isWhole()) {
            return false;
        }
        checkVersion();
        return memory.wide(AT_CONNECTION) == checksum(connection);
    }

    private void checkVersion() {
        if (!isOfThisVersion()) {
            throw new RefusedStateException(
                    form.name() + " is of version " + memory.number(AT_VERSION) + ", known is " + form.version());
        }
    }

    /**
     * Begins a journal, which is not valid before {@link #complete}.
     *
     * @param connection its fingerprint
     */
    public void begin(String connection) {
        close();
        memory.number(AT_VERSION, form.version());
        memory.wide(AT_CONNECTION, checksum(connection));
    }

    /** Makes the journal valid: all earlier stores are in memory. */
    public void complete() {
        memory.commit(AT_MAGIC, form.magic());
    }

    /** Makes the journal invalid. */
    public void close() {
        memory.commit(AT_MAGIC, 0);
    }

    private static long checksum(String connection) {
        CRC32 sum = new CRC32();
        sum.update(connection.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
