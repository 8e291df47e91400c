// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;

/**
 * A file together with the path on which it was reached: its folder, and its name there. {@code ..} therefore leads back on the
 * same path and never above the root, even after renames. Reference-counted: each user closes it.
 *
 * <p>The name is the one from when the path entry was made, or the one from the guest's last rename. Programs of the host may
 * have renamed or removed the file since.
 */
public final class PathEntry extends Retained implements AutoCloseable {

    /** Linux takes no path of more than 4096 bytes, so no client needs more folders; each level costs a descriptor. */
    private static final int DEEPEST = 2048;

    private final PathEntries all;
    private final PathEntryNode node;
    /** Reference of its note. */
    private volatile long note = PathEntryNotes.NOTHING;

    private final int depth;
    /** Set once, by {@link #identified}. */
    private volatile @Nullable FileId id;
    /** When the file was made, as far as its file system knows. */
    private volatile @Nullable Timestamp born;
    /** Changed together with the name, under this object's lock, by one rename of the share at a time. */
    private volatile @Nullable PathEntry folder;

    private byte[] name;
    /** The chain of {@link PathEntryIndex}, under its lock. */
    @Nullable
    PathEntry nextInChain;

    /** As {@link #nextInChain}. */
    @Nullable
    PathEntry previousInChain;

    /**
     * @param node the open file; null for a path entry whose first use opens it
     * @param folder is closed with this; a root has none
     */
    PathEntry(@Nullable FileNode node, PathEntries all, @Nullable PathEntry folder, byte[] name) {
        this.all = all;
        this.node = new PathEntryNode(this, node);
        this.folder = folder;
        this.name = name;
        this.depth = folder == null ? 0 : folder.depth + 1;
    }

    /**
     * @param child a file in this folder, which is closed with the path entry, and at once when this fails
     * @param childName its name
     * @return its path entry
     * @throws FileException as {@link FileNode#stat}; EMFILE, ENOBUFS, ENAMETOOLONG
     */
    public PathEntry child(FileNode child, byte[] childName) throws FileException {
        if (depth >= DEEPEST) {
            child.close();
            throw new FileException(Errno.ENAMETOOLONG, "walk of more than " + DEEPEST + " folders");
        }
        return all.entry(child, this, childName);
    }

    /**
     * A file in this folder whose path entry a predecessor had closed. Its first use looks for the file.
     *
     * @param reference reference of its note; {@link PathEntryNotes#NOTHING} without one
     * @param childName its name
     * @param childId the file's identity
     * @param childBorn when that file was made; null where its file system does not know
     * @return its path entry
     * @throws FileException ENOBUFS
     */
    public PathEntry closedChild(long reference, byte[] childName, FileId childId, @Nullable Timestamp childBorn)
            throws FileException {
        PathEntry child = all.entry(null, this, childName);
        child.note = reference;
        child.born = childBorn;
        child.identified(childId);
        return child;
    }

    static long cost(byte[] name) {
        return (long) Cost.PATH_ENTRY + name.length;
    }

    /** @return the file, whose calls open it again if it was closed meanwhile */
    public FileNode node() {
        return node;
    }

    PathEntryNode ownNode() {
        return node;
    }

    PathEntries all() {
        return all;
    }

    /** @return the host's file for a successor, if it is open */
    public Optional<FileNode> openNode() {
        return Optional.ofNullable(node.openOrNull());
    }

    /**
     * @return the token by which the next process takes its file; an empty text for a closed file, or where files have no token
     * @throws IOException when it is closed for good
     */
    public String token() throws IOException {
        return node.token();
    }

    /**
     * Takes descriptors and memory for a file or folder that is about to be opened through this path entry. The path entry's
     * own descriptor stays open as long.
     *
     * @param files number of descriptors
     * @param bytes of memory
     * @return a holding of both, to be closed
     * @throws FileException EMFILE, ENOBUFS; as {@link FileNode#lookup} when the path entry's file is not found again
     */
    public Holding open(int files, long bytes) throws FileException {
        return node.hold(files, bytes);
    }

    /**
     * @return the file's identity
     * @throws IllegalStateException before {@link #identified}
     */
    public FileId id() {
        FileId known = id;
        if (known == null) {
            throw new IllegalStateException("a path entry whose file was not identified yet");
        }
        return known;
    }

    /** @return the file's identity; null before {@link #identified} */
    @Nullable
    FileId idIfKnown() {
        return id;
    }

    /**
     * @param found the file's identity
     * @throws FileException ENOENT when it was removed meanwhile, and does not count for the quota any more
     */
    public synchronized void identified(FileId found) throws FileException {
        boolean isFirst = id == null;
        Quota quota = all.quota();
        if (quota != null && isFirst) {
            quota.filesInUse().held(found, node.isOpen() ? node : null);
        }
        id = found;
        if (note == PathEntryNotes.NOTHING && isUsed()) {
            note = all.notes().noted(this);
        }
        if (isFirst && isInIdentifiedFolder()) {
            all.index().add(this);
            node.mayBeIdle();
        }
    }

    /**
     * Where the file system does not know when a file was made, another file may have its number by now. Such a path entry
     * therefore stays open.
     *
     * @return whether its file can be found by the name, and identified
     */
    boolean canBeFoundAgain() {
        return isInIdentifiedFolder() && id != null && born != null;
    }

    private boolean isInIdentifiedFolder() {
        PathEntry above = folder;
        return above != null && above.id != null;
    }

    /** @return whether these are certainly the attributes of this path entry's file */
    boolean isFile(FileStat found) {
        return FileId.of(found).equals(id) && found.born().equals(born());
    }

    /**
     * @param stat the file's attributes, which identify it
     * @throws FileException ENOENT when it was removed meanwhile, and does not count for the quota any more
     */
    public synchronized void identified(FileStat stat) throws FileException {
        born = stat.born().orElse(null);
        identified(FileId.of(stat));
    }

    /**
     * Takes over the note of an earlier process, with its reference.
     *
     * @param reference of its note
     * @param stat its attributes
     * @throws FileException as {@link #identified(FileStat)}
     */
    public synchronized void recovered(long reference, FileStat stat) throws FileException {
        note = reference;
        identified(stat);
    }

    /** @return reference of its note, or {@link PathEntryNotes#NOTHING} */
    public long note() {
        return note;
    }

    /** @return when the file was made, if its file system knows */
    public Optional<Timestamp> born() {
        return Optional.ofNullable(born);
    }

    /** A freed note may be reused at once, so this object's lock guards each change of the note. */
    private synchronized void forgetNote() {
        all.notes().closed(note);
        note = PathEntryNotes.NOTHING;
    }

    /** @return the folder through which it was reached; the root has none */
    public synchronized Optional<PathEntry> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * @return the folder through which it was reached
     * @throws FileException EBUSY for the root, which cannot be renamed or removed
     */
    public PathEntry folderOrBusy() throws FileException {
        return folder().orElseThrow(() -> new FileException(Errno.EBUSY, "change of the root of a share"));
    }

    /** @return its name in that folder; no bytes for the root */
    public synchronized byte[] name() {
        return name;
    }

    /** For {@link PathEntryIndex}, whose lock guards folder and name of its entries. Roots are not in the index. */
    FileId folderId() {
        PathEntry above = folder;
        if (above == null) {
            throw new IllegalStateException("the root of a share has no folder");
        }
        return above.id();
    }

    byte[] nameNow() {
        return name;
    }

    boolean isAt(FileId above, byte[] nameThere) {
        return Arrays.equals(name, nameThere) && above.equals(folderId());
    }

    /**
     * Notes that it was renamed or moved.
     *
     * @param left gets the earlier folder, which the caller closes
     */
    synchronized void moveTo(PathEntry newFolder, byte[] newName, Collection<PathEntry> left) throws FileException {
        PathEntry before = folder;
        if (before != null) {
            PathEntry next = newFolder.retain();
            left.add(before);
            all.index().remove(this);
            folder = next;
            all.budgets().carryOver(0, cost(newName));
            all.budgets().give(0, cost(name));
            name = newName;
            all.index().add(this);
            all.notes().moved(note, this);
            node.mayBeIdle();
        }
    }

    /**
     * @return this, to be closed once more
     * @throws FileException EBADF when its last user has closed it
     */
    public PathEntry retain() throws FileException {
        if (!tryRetain()) {
            throw new FileException(Errno.EBADF, "use of a file after it was closed");
        }
        return this;
    }

    /** Ends one use; the last one closes the descriptor. */
    @Override
    public void close() {
        PathEntry each = this;
        while (each != null && each.release()) {
            each = each.end();
        }
    }

    /** @return the folder above, which the caller releases; a root has none */
    private @Nullable PathEntry end() {
        Quota quota = all.quota();
        FileId file = id;
        if (quota != null && file != null) {
            quota.filesInUse().released(file, node);
        }
        if (isInIdentifiedFolder()) {
            all.index().remove(this);
        }
        forgetNote();
        node.close();
        all.budgets().give(0, cost(name()));
        return folder;
    }
}
