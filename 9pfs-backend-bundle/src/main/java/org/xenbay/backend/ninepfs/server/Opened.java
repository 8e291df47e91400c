// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Holding;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.export.SetIdCheck;

/** An open file, folder or extended attribute of a fid. */
sealed interface Opened extends AutoCloseable {

    @Override
    void close();

    /**
     * A regular file.
     *
     * @param file the file
     * @param flags how it was opened
     * @param setId whether a write has to check for set-user-id bits
     * @param holding closed with it
     */
    record File(OpenFile file, int flags, SetIdCheck setId, Holding holding) implements Opened {

        File(OpenFile file, int flags, Holding holding) {
            this(file, flags, new SetIdCheck(), holding);
        }

        @Override
        public void close() {
            file.close();
            holding.close();
        }
    }

    /** A folder, and the place up to which a client of 9P2000.u has read it. */
    final class Directory implements Opened {
        private final OpenDirectory directory;
        private final Holding holding;

        @GuardedBy("this")
        private long cookie = OpenDirectory.START;

        @GuardedBy("this")
        private long offset;

        /** @param holding closed with it */
        Directory(OpenDirectory directory, Holding holding) {
            this.directory = directory;
            this.holding = holding;
        }

        OpenDirectory directory() {
            return directory;
        }

        synchronized long cookie(long wantedOffset) throws FileException {
            if (wantedOffset == 0) {
                offset = 0;
                cookie = OpenDirectory.START;
            }
            if (wantedOffset != offset) {
                throw new FileException(Errno.EINVAL, "read of a folder from its middle");
            }
            return cookie;
        }

        synchronized void park(DataOutputStream out) throws IOException {
            out.writeLong(cookie);
            out.writeLong(offset);
        }

        synchronized Directory resume(DataInputStream in) throws IOException {
            cookie = in.readLong();
            offset = in.readLong();
            return this;
        }

        synchronized void moved(long newCookie, long bytes) {
            cookie = newCookie;
            offset += bytes;
        }

        @Override
        public void close() {
            directory.close();
            holding.close();
        }
    }

    /**
     * The value of an extended attribute, or the list of their names.
     *
     * @param value the value when the client asked for it
     * @param budgets what the guest may hold
     * @param holding closed with it
     */
    record XattrValue(byte[] value, Budgets budgets, Holding holding) implements Opened {

        /** @throws FileException ENOSPC, ENOBUFS when there is no room to keep the value */
        static XattrValue keep(byte[] value, Budgets budgets) throws FileException {
            Holding holding = budgets.hold(0, (long) Cost.ATTRIBUTE + value.length);
            try {
                budgets.attributeBytes().take(value.length);
                return new XattrValue(value, budgets, holding);
            } catch (FileException tooMuch) {
                holding.close();
                throw tooMuch;
            }
        }

        @Override
        public void close() {
            budgets.attributeBytes().give(value.length);
            holding.close();
        }
    }

    /** The value of an extended attribute that is being written; it is set when the fid is clunked. */
    final class XattrDraft implements Opened {
        private final byte[] name;
        private final int size;
        private final XattrExistence existence;
        private final Budgets budgets;
        private final Holding holding;

        @GuardedBy("this")
        private boolean closed;

        /** Grows with the received bytes: the size that a client announces takes no memory. */
        @GuardedBy("this")
        private byte[] value = {};

        private XattrDraft(byte[] name, int size, XattrExistence existence, Budgets budgets, Holding holding) {
            this.budgets = budgets;
            this.holding = holding;
            this.name = name;
            this.size = size;
            this.existence = existence;
        }

        /**
         * @param entry the file that gets it, which stays open until the value is set
         * @throws FileException ENOBUFS when too many values are being written
         */
        static XattrDraft begin(byte[] name, int size, XattrExistence existence, Budgets budgets, PathEntry entry)
                throws FileException {
            budgets.drafts().take(1);
            try {
                Holding holding = entry.open(0, (long) Cost.ATTRIBUTE + name.length);
                return new XattrDraft(name, size, existence, budgets, holding);
            } catch (FileException tooMuch) {
                budgets.drafts().give(1);
                throw tooMuch;
            }
        }

        private long cost(int length) {
            return (long) Cost.ATTRIBUTE + name.length + length;
        }

        /** @return most bytes that the draft has when it is handed over */
        int size() {
            return size + name.length + 12;
        }

        synchronized int write(long position, ByteBuffer source) throws FileException {
            if (isThere(position, source)) {
                int count = source.remaining();
                source.position(source.limit());
                return count;
            }
            if (position != value.length || source.remaining() > size - value.length) {
                throw new FileException(Errno.ENOSPC, "more bytes than the announced size of the extended attribute");
            }
            int count = source.remaining();
            int start = value.length;
            grow(start + count);
            value = Arrays.copyOf(value, start + count);
            source.get(value, start, count);
            return count;
        }

        @GuardedBy("this")
        private void grow(int length) throws FileException {
            budgets.attributeBytes().take(length - value.length);
            try {
                holding.resize(cost(length));
            } catch (FileException tooMuch) {
                budgets.attributeBytes().give(length - value.length);
                throw tooMuch;
            }
        }

        /** Tells whether bytes were received before, as after a kill; then they are not appended again. */
        @GuardedBy("this")
        private boolean isThere(long position, ByteBuffer source) {
            return source.hasRemaining()
                    && position >= 0
                    && position + source.remaining() == value.length
                    && ByteBuffer.wrap(value, (int) position, source.remaining())
                            .equals(source);
        }

        /** An empty value that replaces an existing one: with that, Linux's client removes the attribute. */
        synchronized void store(SecurityModel files, PathEntry entry, boolean again) throws FileException {
            try {
                if (value.length != size) {
                    throw new FileException(Errno.EINVAL, "an extended attribute of which a part is missing");
                }
                if (size == 0 && existence == XattrExistence.PRESENT) {
                    files.removeXattr(entry, name);
                } else {
                    files.setXattr(entry, name, value, existence);
                }
            } catch (FileException failed) {
                if (!again || failed.errno() != Errno.EEXIST && failed.errno() != Errno.ENODATA) {
                    throw failed;
                }
            }
        }

        synchronized void park(DataOutputStream out) throws IOException {
            ParkedSession.bytes(out, name);
            out.writeInt(size);
            out.writeInt(existence.ordinal());
            ParkedSession.bytes(out, value);
        }

        synchronized XattrDraft resume(byte[] written) throws FileException {
            grow(written.length);
            value = written;
            return this;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                budgets.attributeBytes().give(value.length);
                budgets.drafts().give(1);
                holding.close();
                value = new byte[0];
            }
        }
    }
}
