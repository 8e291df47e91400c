// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.file.DirectoryEntry;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileAbi.Dirent;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/**
 * A descriptor of a folder, and entries that were read ahead.
 *
 * <p>Entries are kept for a reader that continues where the last reading ended. Seeking there would be slower. On file systems
 * whose cookies are positions (tmpfs before Linux 6.6), seeking would also skip entries when earlier ones were removed
 * meanwhile, as {@code rm -r} does.
 */
final class NativeOpenDirectory extends HeldDescriptor implements OpenDirectory {

    private static final int CHUNK = 8 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer entries = NOTHING;
    /** The cookie of the last entry taken. */
    private long taken = START;

    NativeOpenDirectory(FileSystem system, Descriptor descriptor) {
        super(system, descriptor);
    }

    /** A reading from the start always reads the folder again, so that it sees the current entries. */
    @Override
    public synchronized void read(long cookie, Visitor visitor) throws FileException {
        try (Descriptor folder = descriptor.share()) {
            if (cookie == START || cookie != taken) {
                seek(folder, cookie);
            }
            while (entries.hasRemaining() || fill(folder)) {
                int record = entries.position();
                DirectoryEntry entry = entry(record);
                if (!visitor.take(entry)) {
                    return;
                }
                taken = entry.cookie();
                entries.position(record + recordLength(record));
            }
        }
    }

    private void seek(Descriptor folder, long cookie) throws FileException {
        if (FileCalls.lseek(folder.number(), cookie, FileAbi.SEEK_SET) < 0) {
            throw FileCalls.failure("seek in a folder");
        }
        entries = NOTHING;
        taken = cookie;
    }

    /** @return whether there are more entries */
    private boolean fill(Descriptor folder) throws FileException {
        byte[] chunk = new byte[CHUNK];
        long length;
        do {
            length = FileCalls.getdents64(folder.number(), chunk, chunk.length);
        } while (Libc.interrupted(length));
        if (length < 0) {
            throw FileCalls.failure("read of a folder");
        }
        entries = length == 0
                ? NOTHING
                : ByteBuffer.wrap(chunk).limit((int) length).order(ByteOrder.nativeOrder());
        return length > 0;
    }

    private DirectoryEntry entry(int record) {
        int end = record + Dirent.NAME;
        while (entries.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - record - Dirent.NAME];
        entries.get(record + Dirent.NAME, name);
        return new DirectoryEntry(
                name,
                entries.getLong(record + Dirent.INODE),
                entries.get(record + Dirent.TYPE) & 0xFF,
                entries.getLong(record + Dirent.COOKIE));
    }

    private int recordLength(int record) {
        return entries.getShort(record + Dirent.RECORD_LENGTH) & 0xFFFF;
    }

    @Override
    public void sync() throws FileException {
        try (Descriptor folder = descriptor.share()) {
            NativeOpenFile.sync(folder, false);
        }
    }

    @Override
    public FileStat stat() throws FileException {
        try (Descriptor folder = descriptor.share()) {
            return Attributes.stat(folder);
        }
    }

    @Override
    DescriptorToken token(Descriptor here) throws FileException {
        return DescriptorToken.here(
                "folder",
                here.number(),
                0,
                FileIdentity.of(Attributes.stat(here)).toString());
    }
}
