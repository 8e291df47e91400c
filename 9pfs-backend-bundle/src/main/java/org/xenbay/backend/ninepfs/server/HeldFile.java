// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Holding;

/** What one process of a guest has locked of one file. Under the lock of its {@link LockTable}. */
final class HeldFile {

    private final OpenFile file;
    private final Ranges ranges;
    /** Those by which the process has used it; with the last of them the locks end. */
    private final Set<Fid> fids;

    private final Holding holding;
    /** What owner and file are called in notes: that takes the kernel to tell. Null until it is needed. */
    private byte[] names;

    /** The three are this object's from now on. */
    HeldFile(OpenFile file, Ranges ranges, Set<Fid> fids, Holding holding) {
        this.file = file;
        this.ranges = ranges;
        this.fids = fids;
        this.holding = holding;
    }

    OpenFile file() {
        return file;
    }

    /** To be looked at only. */
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

    /** @return whether the process had used it by the fid */
    boolean leave(Fid fid) {
        return fids.remove(fid);
    }

    /** The host has locked it. @return how many more ranges that makes */
    int locked(LockRange range) {
        int before = ranges.size();
        ranges.lock(range.start(), range.length(), range.exclusive());
        return ranges.size() - before;
    }

    /** The host has unlocked it. @return how many more ranges that makes, mostly fewer */
    int unlocked(long start, long length) {
        int before = ranges.size();
        ranges.unlock(start, length);
        return ranges.size() - before;
    }

    /** Another process of the guest has the locks. */
    void ownerChanged() {
        names = null;
    }

    /** Writes its part of the table for the journal. */
    void note(LockOwner owner, DataOutputStream out) throws IOException {
        if (names == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream text = new DataOutputStream(bytes);
            text.writeUTF(owner.text());
            text.writeUTF(SessionNotes.token(Export.plain(file)));
            names = bytes.toByteArray();
        }
        out.write(names);
        ranges.park(out);
        out.writeInt(fids.size());
        for (Fid fid : fids) {
            out.writeInt(fid.number());
            out.writeLong(fid.note());
        }
    }

    /** Writes its part of the table for a successor, which gets the file. */
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

    /** Takes of the budget what it would need with so many more ranges and fids. */
    void reserve(int moreRanges, int moreFids) throws FileException {
        holding.resize(cost(moreRanges, moreFids));
    }

    /** Gives back what it does not need. */
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
