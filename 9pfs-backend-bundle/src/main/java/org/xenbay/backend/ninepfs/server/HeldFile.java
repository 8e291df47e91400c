// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Holding;

/** The locks that one process of a guest has in one file. Under the lock of its {@link LockTable}. */
final class HeldFile {

    private final OpenFile file;
    private final Ranges ranges;
    /** The fids by which the process has locked; the locks end with the last of them. */
    private final Set<Fid> fids;

    private final Holding holding;
    /** Owner and token in the journal's format, made at their first use, because a token takes a system call. */
    private byte @Nullable [] names;

    /** Takes ownership of file, ranges and fids. */
    HeldFile(OpenFile file, Ranges ranges, Set<Fid> fids, Holding holding) {
        this.file = file;
        this.ranges = ranges;
        this.fids = fids;
        this.holding = holding;
    }

    OpenFile file() {
        return file;
    }

    /** @return the locked ranges, which the caller must not change */
    Ranges ranges() {
        return ranges;
    }

    boolean isUsedOnlyBy(Fid fid) {
        return fids.size() == 1 && fids.contains(fid);
    }

    boolean isUnused() {
        return fids.isEmpty();
    }

    void use(Fid fid) {
        fids.add(fid);
    }

    /** @return whether the process had locked by the fid */
    boolean leave(Fid fid) {
        return fids.remove(fid);
    }

    /** The host has locked a range. @return change of the number of ranges */
    int locked(LockRange range) {
        int before = ranges.size();
        ranges.lock(range.start(), range.length(), range.exclusive());
        return ranges.size() - before;
    }

    /** The host has unlocked a range. @return change of the number of ranges, usually negative */
    int unlocked(long start, long length) {
        int before = ranges.size();
        ranges.unlock(start, length);
        return ranges.size() - before;
    }

    /** Another process of the guest owns the locks now. */
    void ownerChanged() {
        names = null;
    }

    /** Writes these locks as a part of the journal's table. */
    void note(LockOwner owner, DataOutputStream out) throws IOException {
        byte[] known = names;
        if (known == null) {
            known = names(owner);
            names = known;
        }
        out.write(known);
        ranges.park(out);
        out.writeInt(fids.size());
        for (Fid fid : fids) {
            out.writeInt(fid.number());
            out.writeLong(fid.note());
        }
    }

    private byte[] names(LockOwner owner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream text = new DataOutputStream(bytes);
        text.writeUTF(owner.text());
        text.writeUTF(JournalNotes.token(Export.plain(file)));
        return bytes.toByteArray();
    }

    /** Writes these locks as a part of a successor's table; the successor gets the file. */
    void park(LockOwner owner, ParkedWriter writer) throws IOException {
        DataOutputStream out = writer.out();
        out.writeUTF(owner.text());
        out.writeInt(writer.resource(Export.plain(file)));
        ranges.park(out);
        out.writeInt(fids.size());
        for (Fid fid : fids) {
            out.writeInt(fid.number());
        }
    }

    /** Takes memory from the budget for so many more ranges and fids. */
    void reserve(int moreRanges, int moreFids) throws FileException {
        holding.resize(cost(moreRanges, moreFids));
    }

    /** Gives back memory that it does not need. */
    void settle() {
        holding.settle(cost(0, 0));
    }

    private long cost(int moreRanges, int moreFids) {
        return Cost.LOCK
                + (long) Cost.RANGE * (ranges.size() + moreRanges)
                + (long) Cost.LOCK_USER * (fids.size() + moreFids);
    }

    void close() {
        file.close();
        holding.close();
    }
}
