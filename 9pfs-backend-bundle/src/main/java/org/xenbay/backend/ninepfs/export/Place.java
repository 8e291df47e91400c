package org.xenbay.backend.ninepfs.export;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

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
    private final Budget descriptors;
    private final int depth;
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile FileId id;
    /** Guarded by this, as is the name: both change together. */
    private Place folder;

    private byte[] name;

    private Place(FileNode node, Budget descriptors, Place folder, byte[] name) {
        this.node = node;
        this.descriptors = descriptors;
        this.folder = folder;
        this.name = name;
        this.depth = folder == null ? 0 : folder.depth + 1;
    }

    /**
     * @param node a share's folder, which is closed with the place, and at once when this fails
     * @param descriptors how many the guest may have
     * @return the root of it
     * @throws FileException as {@link FileNode#stat}; EMFILE
     */
    public static Place root(FileNode node, Budget descriptors) throws FileException {
        return take(node, descriptors, null, new byte[0]);
    }

    /**
     * @param child a file in this folder, which is closed with the place, and at once when this fails
     * @param childName its name
     * @return its place
     * @throws FileException as {@link FileNode#stat}; EMFILE, ENAMETOOLONG
     */
    public Place child(FileNode child, byte[] childName) throws FileException {
        if (depth >= DEEPEST) {
            child.close();
            throw new FileException(Errno.ENAMETOOLONG, "walk of more than " + DEEPEST + " folders");
        }
        return take(child, descriptors, this, childName);
    }

    private static Place take(FileNode node, Budget descriptors, Place folder, byte[] name) throws FileException {
        try {
            descriptors.take(1);
        } catch (FileException tooMany) {
            node.close();
            throw tooMany;
        }
        return new Place(node, descriptors, folder == null ? null : folder.retain(), name);
    }

    /** @return the file */
    public FileNode node() {
        return node;
    }

    /** @return which file it is; null until {@link #identified} */
    public FileId id() {
        return id;
    }

    /** @param found which file it is */
    public void identified(FileId found) {
        id = found;
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
     * It was renamed or moved.
     *
     * @param newFolder where it is now
     * @param newName its name there
     */
    public void moved(Place newFolder, byte[] newName) {
        Place last;
        synchronized (this) {
            if (folder == null) {
                return;
            }
            last = folder;
            folder = newFolder.retain();
            name = newName;
        }
        last.close();
    }

    /** @return number of folders above it, up to the root */
    public int depth() {
        return depth;
    }

    /** @return this, to be closed once more */
    public Place retain() {
        users.incrementAndGet();
        return this;
    }

    /** Ends one use; the last one gives the descriptor back. */
    @Override
    public void close() {
        Place each = this;
        while (each != null && each.users.decrementAndGet() == 0) {
            each.node.close();
            each.descriptors.give(1);
            each = each.folder().orElse(null);
        }
    }
}
