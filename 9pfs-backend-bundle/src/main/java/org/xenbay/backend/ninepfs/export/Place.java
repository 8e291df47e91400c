package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;

/**
 * A file and the way it was come by: its folder, and its name there. So {@code ..} leads back by the same way and never
 * above the root, whatever anybody renames meanwhile. Counted: closed by each who has it.
 *
 * <p>The name is what it was when the place was made, or what this share's guest has renamed it to; others may have
 * renamed or removed it since.
 */
public final class Place implements AutoCloseable {

    /** Linux takes no longer path than 4096 bytes, so nobody needs more; each level costs a descriptor. */
    private static final int DEEPEST = 2048;

    private final FileNode node;
    private final Budgets budgets;
    /** Null when there is none. */
    private final Quota quota;

    private final PlaceNotes notes;
    /** Reference of its note. */
    private volatile long note = PlaceNotes.NOTHING;

    private final int depth;
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile FileId id;
    /** When the file was made; null where that is not known. */
    private volatile Timestamp born;
    /** Changed together with the name, under the lock of this; and all places' under that of their budgets. */
    private volatile Place folder;

    private byte[] name;

    private Place(FileNode node, Budgets budgets, Quota quota, PlaceNotes notes, Place folder, byte[] name) {
        this.node = node;
        this.budgets = budgets;
        this.quota = quota;
        this.notes = notes;
        this.folder = folder;
        this.name = name;
        this.depth = folder == null ? 0 : folder.depth + 1;
    }

    /**
     * @param node a share's folder, which is closed with the place, and at once when this fails
     * @param budgets what the guest may hold
     * @param quota told which files the guest has; null for none
     * @param notes takes note of this and all below
     * @return the root of it
     * @throws FileException as {@link FileNode#stat}; EMFILE, ENOBUFS
     */
    public static Place root(FileNode node, Budgets budgets, Quota quota, PlaceNotes notes) throws FileException {
        return take(node, budgets, quota, notes, null, new byte[0]);
    }

    /**
     * @param child a file in this folder, which is closed with the place, and at once when this fails
     * @param childName its name
     * @return its place
     * @throws FileException as {@link FileNode#stat}; EMFILE, ENOBUFS, ENAMETOOLONG
     */
    public Place child(FileNode child, byte[] childName) throws FileException {
        if (depth >= DEEPEST) {
            child.close();
            throw new FileException(Errno.ENAMETOOLONG, "walk of more than " + DEEPEST + " folders");
        }
        return take(child, budgets, quota, notes, this, childName);
    }

    private static Place take(FileNode node, Budgets budgets, Quota quota, PlaceNotes notes, Place folder, byte[] name)
            throws FileException {
        Place above = null;
        try {
            above = folder == null ? null : folder.retain();
            budgets.take(1, cost(name));
        } catch (FileException refused) {
            node.close();
            if (above != null) {
                above.close();
            }
            throw refused;
        }
        return new Place(node, budgets, quota, notes, above, name);
    }

    private static long cost(byte[] name) {
        return (long) Cost.PLACE + name.length;
    }

    /** @return the file */
    public FileNode node() {
        return node;
    }

    /** @return which file it is; null until {@link #identified} */
    public FileId id() {
        return id;
    }

    /**
     * @param found which file it is
     * @throws FileException ENOENT when it was removed meanwhile, and does not count for the quota any more
     */
    public synchronized void identified(FileId found) throws FileException {
        if (quota != null && id == null) {
            quota.holders().held(found, node);
        }
        id = found;
        if (note == PlaceNotes.NOTHING && users.get() > 0) {
            note = notes.noted(this);
        }
    }

    /**
     * @param stat the file's attributes, by which it is known again
     * @throws FileException ENOENT when it was removed meanwhile, and does not count for the quota any more
     */
    public synchronized void identified(FileStat stat) throws FileException {
        born = stat.born().orElse(null);
        identified(FileId.of(stat));
    }

    /**
     * It was noted by an earlier process, and goes on under the same reference.
     *
     * @param reference of its note
     * @param stat its attributes
     * @throws FileException as {@link #identified(FileStat)}
     */
    public synchronized void inherited(long reference, FileStat stat) throws FileException {
        note = reference;
        identified(stat);
    }

    /** @return reference of its note, or {@link PlaceNotes#NOTHING} */
    public long note() {
        return note;
    }

    /** @return when the file was made; empty where that is not known */
    public Optional<Timestamp> born() {
        return Optional.ofNullable(born);
    }

    /** A note that is given back is somebody else's at once; so whoever changes it looks under the same lock. */
    private synchronized void forgetNote() {
        notes.closed(note);
        note = PlaceNotes.NOTHING;
    }

    /** @return the folder it was come by; empty for the root */
    public synchronized Optional<Place> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * @return the folder it was come by
     * @throws FileException EBUSY for the root, which cannot be renamed or removed
     */
    public synchronized Place folderOrBusy() throws FileException {
        if (folder == null) {
            throw new FileException(Errno.EBUSY, "change of the root of a share");
        }
        return folder;
    }

    /** @return its name in that folder; empty for the root */
    public synchronized byte[] name() {
        return name;
    }

    /**
     * @param above a folder
     * @param nameThere a name
     * @return whether it was come by from this folder under this name
     */
    public synchronized boolean isAt(FileId above, byte[] nameThere) {
        return folder != null && Arrays.equals(name, nameThere) && above.equals(folder.id);
    }

    /**
     * A file was renamed or moved. What was renamed behind this share's back can make it appear to be in itself: it stays
     * where it was then, as a ring of places would never be closed. The way up is gone once, however many places there are.
     *
     * @param places all of the file
     * @param newFolder where it is now
     * @param newName its name there
     * @throws FileException EBADF when that folder is closed
     */
    public static void moved(Collection<Place> places, Place newFolder, byte[] newName) throws FileException {
        List<Place> left = new ArrayList<>();
        try {
            synchronized (newFolder.budgets) {
                Set<Place> way = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Place above = newFolder; above != null; above = above.folder) {
                    way.add(above);
                }
                for (Place each : places) {
                    if (!way.contains(each)) {
                        each.moveTo(newFolder, newName, left);
                    }
                }
            }
        } finally {
            left.forEach(Place::close);
        }
    }

    private synchronized void moveTo(Place newFolder, byte[] newName, Collection<Place> left) throws FileException {
        if (folder != null) {
            Place next = newFolder.retain();
            left.add(folder);
            folder = next;
            budgets.carryOver(0, cost(newName));
            budgets.give(0, cost(name));
            name = newName;
            notes.moved(note, this);
        }
    }

    /** @return number of folders above it, up to the root */
    public int depth() {
        return depth;
    }

    /**
     * @return this, to be closed once more
     * @throws FileException EBADF when its last user has closed it
     */
    public Place retain() throws FileException {
        int count;
        do {
            count = users.get();
            if (count == 0) {
                throw new FileException(Errno.EBADF, "use of a file after it was closed");
            }
        } while (!users.compareAndSet(count, count + 1));
        return this;
    }

    /** Ends one use; the last one gives the descriptor back. */
    @Override
    public void close() {
        Place each = this;
        while (each != null && each.users.decrementAndGet() == 0) {
            if (each.quota != null && each.id != null) {
                each.quota.holders().released(each.id, each.node);
            }
            each.forgetNote();
            each.node.close();
            each.budgets.give(1, cost(each.name()));
            each = each.folder().orElse(null);
        }
    }
}
