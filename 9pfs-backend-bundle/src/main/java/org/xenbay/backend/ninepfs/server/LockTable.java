// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.DataInputStream;
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
import java.util.Set;
import java.util.function.Consumer;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Holding;

/**
 * Locks of a guest's processes. To the guest a lock of fcntl(2) belongs to a process and a file, however often the process
 * has opened it; to the host it belongs to an open file. So each process gets one open file of its own for each file it
 * locks, by which the host's kernel keeps guests, and programs of the host, out of one another's way.
 *
 * <p>A lock of flock(2) belongs to the guest's open file, which is a fid, and any process that has inherited it may change or
 * end the lock. Linux's client sends it with the number of the calling process, as a lock of the whole file
 * (v9fs_file_flock_dotl). {@link #isOfOpenFile} says what is taken for such a lock, and docs/adr/0020 why.
 */
final class LockTable {

    private static final Logger LOG = System.getLogger(LockTable.class.getName());

    /** Linux's number for "no more locks". */
    private static final int ENOLCK = 37;

    /** Few enough for the kernel, which goes through all locks of a file for each new one. */
    private static final int MAX_RANGES = 4 * 1024;

    /** A lock in the middle of another one makes three of one. */
    private static final int MAX_MORE_RANGES = 2;

    private final Map<Key, HeldFile> locks = new HashMap<>();
    private final Consumer<LockTable> notes;
    private final Budgets budgets;
    private int ranges;

    /**
     * @param notes told of each change, and before it of each file that is opened for one
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

    /**
     * @param process its number, as the client says
     * @param client its name, as the client says
     */
    record Key(FileId file, String process, String client) {

        /** @param owner as {@link #owner} gave it */
        static Key of(FileId file, String owner) {
            int end = owner.indexOf(' ');
            return new Key(file, owner.substring(0, end), owner.substring(end + 1));
        }

        /** @return the form that is written for a successor */
        String owner() {
            return process + ' ' + client;
        }

        boolean isSameClient(Key other) {
            return file.equals(other.file) && client.equals(other.client);
        }
    }

    /** @return false when somebody else's lock is in the way */
    synchronized boolean tryLock(Key key, Fid fid, LockRange range, Opener opener) throws FileException {
        HeldFile held = locks.get(key);
        if (held == null && range.start() == 0 && range.length() == 0) {
            held = takeOver(key, fid);
        }
        if (held == null) {
            if (ranges >= MAX_RANGES) {
                throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
            }
            held = open(opener);
            held.use(fid);
            locks.put(key, held);
            notes.accept(this);
        }
        try {
            held.reserve(MAX_MORE_RANGES, 1);
            boolean locked = ranges < MAX_RANGES && held.file().tryLock(range);
            if (locked) {
                ranges += held.locked(range);
                held.use(fid);
                locks.put(key, held);
            } else if (ranges >= MAX_RANGES) {
                throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
            }
            return locked;
        } finally {
            closeUnused(key, held);
        }
    }

    /** @return what another process has locked by the same open file with flock(2), which is this one's now; or null */
    private HeldFile takeOver(Key key, Fid fid) {
        for (Map.Entry<Key, HeldFile> each : locks.entrySet()) {
            HeldFile held = each.getValue();
            if (isOfOpenFile(each.getKey(), held, key, fid) && held.ranges().isWhole()) {
                locks.remove(each.getKey());
                locks.put(key, held);
                held.ownerChanged();
                return held;
            }
        }
        return null;
    }

    /** A process that has used one fid only may have locked with flock(2), or with fcntl(2) what it has opened once. */
    private static boolean isOfOpenFile(Key owner, HeldFile held, Key key, Fid fid) {
        return owner.isSameClient(key) && held.isUsedOnlyBy(fid);
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

    private void closeUnused(Key key, HeldFile held) {
        boolean unused = held.ranges().size() == 0;
        if (unused) {
            locks.remove(key);
        }
        notes.accept(this);
        held.settle();
        if (unused) {
            held.close();
        }
    }

    /**
     * @param ofOpenFile whether this ends what other processes of the client have locked by the fid, too, if the process
     *     itself has locked nothing there
     */
    synchronized void unlock(Key key, Fid fid, long start, long length, boolean ofOpenFile) throws FileException {
        if (start < 0 || length < 0) {
            throw new FileException(Errno.EINVAL, "unlock of " + length + " bytes from " + start);
        }
        HeldFile own = locks.get(key);
        if (own != null && own.ranges().overlaps(start, length)) {
            unlock(key, own, start, length);
        } else if (ofOpenFile) {
            for (Map.Entry<Key, HeldFile> each : List.copyOf(locks.entrySet())) {
                HeldFile held = each.getValue();
                if (isOfOpenFile(each.getKey(), held, key, fid) && held.ranges().overlaps(start, length)) {
                    unlock(each.getKey(), held, start, length);
                }
            }
        }
    }

    private void unlock(Key key, HeldFile held, long start, long length) throws FileException {
        if (ranges >= MAX_RANGES && held.ranges().isSplitBy(start, length)) {
            throw new FileException(ENOLCK, "more than " + MAX_RANGES + " locks");
        }
        held.file().unlock(start, length);
        ranges += held.unlocked(start, length);
        closeUnused(key, held);
    }

    /** @param own used when the process has locked nothing of this file */
    synchronized Optional<LockRange> conflict(Key key, LockRange range, OpenFile own) throws FileException {
        HeldFile held = locks.get(key);
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

    /** What was taken over from an earlier process may be open a second time, and its locks would stay as long. */
    private static void end(HeldFile held) {
        try {
            held.file().unlock(0, 0);
        } catch (FileException failed) {
            LOG.log(Level.DEBUG, "locks of a file that is closed: " + failed.getMessage());
        }
        held.close();
    }

    /** Writes it as {@link #recover} reads it. */
    synchronized void note(DataOutputStream out) throws IOException {
        out.writeInt(locks.size());
        for (Map.Entry<Key, HeldFile> each : locks.entrySet()) {
            each.getValue().note(each.getKey(), out);
        }
    }

    /** Gives a file that a killed process had open. */
    @FunctionalInterface
    interface Taker {
        OpenFile take(String word) throws IOException;
    }

    synchronized void recover(DataInputStream in, Taker taker, FidTable table, Export export) throws IOException {
        List<OpenFile> unused = new ArrayList<>(0);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String owner = in.readUTF();
            OpenFile open = taker.take(in.readUTF());
            if (!recover(in, owner, open, () -> sameFid(in, table), export)) {
                unused.add(open);
            }
        }
        endUnused(unused);
    }

    /**
     * A file is closed when the notes name it no more: a process that is killed in between leaves no number that is another
     * file's.
     */
    private void endUnused(List<OpenFile> unused) {
        notes.accept(this);
        unused.forEach(OpenFile::close);
    }

    synchronized void park(ParkedWriter writer) throws IOException {
        DataOutputStream out = writer.out();
        out.writeInt(locks.size());
        for (Map.Entry<Key, HeldFile> each : locks.entrySet()) {
            HeldFile held = each.getValue();
            out.writeUTF(each.getKey().owner());
            out.writeInt(writer.resource(Export.plain(held.file())));
            held.ranges().park(out);
            out.writeInt(held.fids().size());
            for (Fid fid : held.fids()) {
                out.writeInt(fid.number());
            }
        }
        locks.clear();
        ranges = 0;
    }

    synchronized void resume(ParkedReader reader, FidTable table, Export export) throws IOException {
        DataInputStream in = reader.in();
        List<OpenFile> unused = new ArrayList<>(0);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String owner = in.readUTF();
            OpenFile open = reader.resource(OpenFile.class);
            if (!recover(in, owner, open, () -> table.find(in.readInt()), export)) {
                unused.add(open);
            }
        }
        endUnused(unused);
    }

    /** A fid's number may be another fid's by now: a lock was not given up yet when its process was killed. */
    private static Optional<Fid> sameFid(DataInputStream in, FidTable table) throws IOException {
        Optional<Fid> fid = table.find(in.readInt());
        long note = in.readLong();
        return fid.filter(one -> one.note() == note);
    }

    /** Reads which fid a lock belongs to. */
    @FunctionalInterface
    private interface FidReader {
        Optional<Fid> next() throws IOException;
    }

    /** @return false when no fid uses the file any more; it stays open */
    private boolean recover(DataInputStream in, String owner, OpenFile open, FidReader reader, Export export)
            throws IOException {
        Ranges locked = new Ranges();
        locked.resume(in);
        Set<Fid> fids = new HashSet<>();
        int users = in.readInt();
        FileId file = null;
        for (int user = 0; user < users; user++) {
            Optional<Fid> fid = reader.next();
            if (fid.isPresent()) {
                Identity.check(open.stat(), fid.get().entry());
                fids.add(fid.get());
                file = fid.get().entry().id();
            }
        }
        if (file == null) {
            return false;
        }
        Holding holding = budgets.hold(1, Cost.LOCK);
        HeldFile held = new HeldFile(export.counted(open, file, 0), locked, fids, holding);
        held.settle();
        locks.put(Key.of(file, owner), held);
        ranges += held.ranges().size();
        return true;
    }

    synchronized void close() {
        locks.values().forEach(LockTable::end);
        locks.clear();
        ranges = 0;
    }
}
