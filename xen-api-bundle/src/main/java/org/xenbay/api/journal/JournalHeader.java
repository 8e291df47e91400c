// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.xenbay.api.device.RefusedStateException;

/**
 * The beginning of a journal: {@value #SIZE} bytes with a magic number, the version of the form, and a checksum of the
 * connection that the journal belongs to. The magic number is stored last and makes the journal count.
 */
public final class JournalHeader {

    /** Bytes that the header takes of the memory's beginning. */
    public static final int SIZE = 16;

    private static final int AT_MAGIC = 0;
    private static final int AT_VERSION = 4;
    private static final int AT_CONNECTION = 8;

    private final JournalMemory memory;
    private final Form form;

    /**
     * The form of a journal.
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
     * Changes nothing.
     *
     * @param memory of the whole journal
     * @param form of journals that the caller reads and writes
     */
    public JournalHeader(JournalMemory memory, Form form) {
        this.memory = memory;
        this.form = form;
    }

    /** @return whether a journal counts here, of whatever version and connection */
    public boolean isWhole() {
        return memory.number(AT_MAGIC) == form.magic();
    }

    /** @return whether the memory is of the caller's form, whether or not the journal counts */
    public boolean isOfThisVersion() {
        return memory.number(AT_VERSION) == form.version();
    }

    /**
     * @param connection its fingerprint
     * @return whether the journal that counts here is of that connection
     * @throws RefusedStateException when a journal of another version counts here: whose it is cannot be known
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
     * Begins a journal, which does not count before {@link #complete}.
     *
     * @param connection its fingerprint
     */
    public void begin(String connection) {
        close();
        memory.number(AT_VERSION, form.version());
        memory.wide(AT_CONNECTION, checksum(connection));
    }

    /** The journal counts from now on: all that was stored before is there. */
    public void complete() {
        memory.commit(AT_MAGIC, form.magic());
    }

    /** No journal counts here any more. */
    public void close() {
        memory.commit(AT_MAGIC, 0);
    }

    private static long checksum(String connection) {
        CRC32 sum = new CRC32();
        sum.update(connection.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
