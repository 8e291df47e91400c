// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Holding;

/**
 * Locks of a guest's processes. For the guest, a lock of fcntl(2) belongs to a process and a file, even if the process has
 * opened the file several times. For the host it belongs to an open file. Each process therefore gets a separate open file for
 * each file that it locks. The host's kernel thereby separates the locks of guests and of the host's programs.
 *
 * <p>A lock of flock(2) belongs to the guest's open file, which is a fid, and any process that has inherited it may change or
 * end the lock. Linux's client sends it with the number of the calling process, as a lock of the whole file
 * (v9fs_file_flock_dotl). {@link #isOfOpenFile} tells which locks count as such, and docs/adr/0020 gives the reason.
 */
final class LockTable {

    private static final Logger LOG = System.getLogger(LockTable.class.getName());

    /** Linux's number for "no more locks". */
    private static final int ENOLCK = 37;

    /** Few enough for the kernel, which goes through all locks of a file for each new one. */
    private static final int MAX_RANGES = 4 * 1024;

    /** A lock in the middle of another one turns one range into three. */
    private static final int MAX_MORE_RANGES = 2;

    @GuardedBy("this")
    private final Map<LockOwner, HeldFile> locks = new HashMap<>();

    private final Consumer<LockTable> notes;
    private final Budgets budgets;

    @GuardedBy("this")
    private int ranges;

    /**
     * @param notes notes each change of the table; called also before a change that opens a file
     * @param budgets what the guest may hold
     */
    LockTable(Consumer<LockTable> notes, Budgets budgets) {
        this.notes = notes;
        this.budgets = budgets;
    }

    /** Opens a file to lock it. */
    @FunctionalInterface
    interface Opener {
        OpenFile open() throws FileException;
    }

    /** @return false when another owner's lock conflicts */
    synchronized boolean tryLock(LockOwner owner, Fid fid, LockRange range, Opener opener) throws FileException {
        HeldFile held = locks.get(owner);
        if (held == null && range.start() == 0 && range.length() == 0) {
            held = takeOver(owner, fid);
        }
        if (held == null) {
            if (ranges >= MAX_RANGES) {
                throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
            }
            held = open(opener);
            held.use(fid);
            locks.put(owner, held);
            notes.accept(this);
        }
        try {
            held.reserve(MAX_MORE_RANGES, 1);
            boolean locked = ranges < MAX_RANGES && held.file().tryLock(range);
            if (locked) {
                ranges += held.locked(range);
                held.use(fid);
                locks.put(owner, held);
            } else if (ranges >= MAX_RANGES) {
                throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
            }
            return locked;
        } finally {
            closeUnused(owner, held);
        }
    }

    /**
     * @return the lock that another process had by the same open file with flock(2), and that the owner has taken over; null
     *     when no process had one
     */
    @GuardedBy("this")
    private @Nullable HeldFile takeOver(LockOwner owner, Fid fid) {
        for (Map.Entry<LockOwner, HeldFile> each : locks.entrySet()) {
            HeldFile held = each.getValue();
            if (isOfOpenFile(each.getKey(), held, owner, fid) && held.ranges().isWhole()) {
                locks.remove(each.getKey());
                locks.put(owner, held);
                held.ownerChanged();
                return held;
            }
        }
        return null;
    }

    /** A process that has used only one fid may have locked with flock(2), or with fcntl(2) a file that it has opened once. */
    private static boolean isOfOpenFile(LockOwner owner, HeldFile held, LockOwner other, Fid fid) {
        return owner.isSameClient(other) && held.isUsedOnlyBy(fid);
    }

    private HeldFile open(Opener opener) throws FileException {
        Holding holding = budgets.hold(1, Cost.LOCK);
        try {
            return new HeldFile(opener.open(), new Ranges(), new HashSet<>(), holding);
        } catch (FileException failed) {
            holding.close();
            throw failed;
        }
    }

    @GuardedBy("this")
    private void closeUnused(LockOwner owner, HeldFile held) {
        boolean unused = held.ranges().size() == 0;
        if (unused) {
            locks.remove(owner);
        }
        notes.accept(this);
        held.settle();
        if (unused) {
            held.close();
        }
    }

    /**
     * @param ofOpenFile whether locks of other processes of the client by the same fid end too, if the process itself has no
     *     lock there
     */
    synchronized void unlock(LockOwner owner, Fid fid, long start, long length, boolean ofOpenFile)
            throws FileException {
        if (start < 0 || length < 0) {
            throw new FileException(Errno.EINVAL, "unlock of " + length + " bytes from " + start);
        }
        HeldFile own = locks.get(owner);
        if (own != null && own.ranges().overlaps(start, length)) {
            unlock(owner, own, start, length);
        } else if (ofOpenFile) {
            for (Map.Entry<LockOwner, HeldFile> each : List.copyOf(locks.entrySet())) {
                HeldFile held = each.getValue();
                if (isOfOpenFile(each.getKey(), held, owner, fid)
                        && held.ranges().overlaps(start, length)) {
                    unlock(each.getKey(), held, start, length);
                }
            }
        }
    }

    @GuardedBy("this")
    private void unlock(LockOwner owner, HeldFile held, long start, long length) throws FileException {
        if (ranges >= MAX_RANGES && held.ranges().isSplitBy(start, length)) {
            throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
        }
        held.file().unlock(start, length);
        ranges += held.unlocked(start, length);
        closeUnused(owner, held);
    }

    /** @param own used when the process has locked nothing of this file */
    synchronized Optional<LockRange> conflict(LockOwner owner, LockRange range, OpenFile own) throws FileException {
        HeldFile held = locks.get(owner);
        return (held == null ? own : held.file()).conflict(range);
    }

    /** The fid is gone. */
    synchronized void clunked(Fid fid) {
        List<HeldFile> ended = new ArrayList<>(0);
        boolean changed = false;
        for (Iterator<HeldFile> each = locks.values().iterator(); each.hasNext(); ) {
            HeldFile held = each.next();
            if (held.leave(fid)) {
                changed = true;
                held.settle();
                if (held.isUnused()) {
                    ranges -= held.ranges().size();
                    each.remove();
                    ended.add(held);
                }
            }
        }
        if (changed) {
            notes.accept(this);
            ended.forEach(LockTable::end);
        }
    }

    /**
     * Unlocks before it closes. A file that was taken over may also be open in an earlier process, which would keep its locks.
     */
    private static void end(HeldFile held) {
        try {
            held.file().unlock(0, 0);
        } catch (FileException failed) {
            LOG.log(Level.DEBUG, "a file that is about to be closed could not be unlocked: " + failed.getMessage());
        }
        held.close();
    }

    /**
     * Takes over a predecessor's locks.
     *
     * @param reader reads them
     * @throws IOException when the predecessor's data are damaged, or name a fid or file that does not exist
     */
    synchronized void takeOver(LockReader reader) throws IOException {
        List<OpenFile> unused = new ArrayList<>(0);
        try {
            int count = reader.count();
            for (int i = 0; i < count; i++) {
                LockReader.Locked next = reader.next();
                if (next.owner().isPresent()) {
                    add(next.owner().get(), next);
                } else {
                    unused.add(next.file());
                }
            }
            // A process that is killed before its notes change must not leave the number of a file that is another
            // one's by
            // then.
            notes.accept(this);
        } finally {
            unused.forEach(OpenFile::close);
        }
    }

    @GuardedBy("this")
    private void add(LockOwner owner, LockReader.Locked next) throws FileException {
        Holding holding;
        try {
            holding = budgets.hold(1, Cost.LOCK);
        } catch (FileException refused) {
            next.file().close();
            throw refused;
        }
        HeldFile held = new HeldFile(next.file(), next.ranges(), new HashSet<>(next.users()), holding);
        held.settle();
        locks.put(owner, held);
        ranges += held.ranges().size();
    }

    /** Writes the locks as {@link LockReader#ofJournal} reads them. */
    synchronized void note(DataOutputStream out) throws IOException {
        out.writeInt(locks.size());
        for (Map.Entry<LockOwner, HeldFile> each : locks.entrySet()) {
            each.getValue().note(each.getKey(), out);
        }
    }

    /** Hands the locks to a successor, as {@link LockReader#ofParked} reads them. */
    synchronized void park(ParkedWriter writer) throws IOException {
        writer.out().writeInt(locks.size());
        for (Map.Entry<LockOwner, HeldFile> each : locks.entrySet()) {
            each.getValue().park(each.getKey(), writer);
        }
        locks.clear();
        ranges = 0;
    }

    synchronized void close() {
        locks.values().forEach(LockTable::end);
        locks.clear();
        ranges = 0;
    }
}
