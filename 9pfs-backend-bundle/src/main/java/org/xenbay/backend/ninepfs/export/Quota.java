package org.xenbay.backend.ninepfs.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.FileSystemStat;

/**
 * How much a guest may put into its share: counted once when it is opened, and kept up to date by what the guest does.
 * What others change meanwhile is not noticed. Bytes are those of files' sizes, holes included; a file without a name
 * counts as long as the guest holds it. Names count as files, each further name of a file too.
 */
public final class Quota {

    private final Limits limits;
    private final Map<FileId, Integer> held = new HashMap<>();
    private final Map<FileId, Integer> open = new HashMap<>();
    private final Set<FileId> nameless = new HashSet<>();
    private final Evictor evictor;
    private long bytes;
    private long files;
    private int openFiles;

    /**
     * xl.cfg's words; 0 is no limit.
     *
     * @param bytes most bytes of all files
     * @param files most files and folders
     * @param openFiles most open files
     * @param autoDelete whether the oldest files give way instead of new ones being refused
     */
    public record Limits(long bytes, long files, int openFiles, boolean autoDelete) {

        /** None. */
        public static final Limits NONE = new Limits(0, 0, 0, false);

        /** @return whether the share is to be counted */
        public boolean counts() {
            return bytes > 0 || files > 0;
        }
    }

    Quota(Limits limits, Evictor evictor) {
        this.limits = limits;
        this.evictor = evictor;
    }

    /** Counts what is there; may take long. */
    synchronized void count(FileNode root) throws FileException {
        Usage usage = Usage.of(root);
        bytes = usage.bytes();
        files = usage.files();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long files() {
        return files;
    }

    synchronized void restore(long countedBytes, long countedFiles) {
        bytes = countedBytes;
        files = countedFiles;
    }

    /** @throws FileException ENOSPC when there is no room for so much more, and nothing gives way */
    synchronized void take(long moreBytes, int moreFiles) throws FileException {
        if (!fits(moreBytes, moreFiles) && limits.autoDelete()) {
            evictor.evict(this, () -> fits(moreBytes, moreFiles), open.keySet());
        }
        if (!fits(moreBytes, moreFiles)) {
            throw new FileException(Errno.ENOSPC, "more than the quota of the share");
        }
        bytes += moreBytes;
        files += moreFiles;
    }

    private boolean fits(long moreBytes, int moreFiles) {
        boolean room = moreBytes <= 0 || limits.bytes() == 0 || moreBytes <= limits.bytes() - bytes;
        return room && (moreFiles <= 0 || limits.files() == 0 || moreFiles <= limits.files() - files);
    }

    synchronized void give(long lessBytes, int lessFiles) {
        bytes -= lessBytes;
        files -= lessFiles;
    }

    /** A name is gone. */
    synchronized void unlinked(FileStat last) {
        files--;
        if (!last.isDirectory() && last.links() <= 1) {
            FileId file = FileId.of(last);
            if (held.containsKey(file) || open.containsKey(file)) {
                nameless.add(file);
            } else {
                bytes -= last.isRegular() ? last.size() : 0;
            }
        }
    }

    /** The guest has a fid of it, or one more. */
    synchronized void held(FileId file) {
        held.merge(file, 1, Integer::sum);
    }

    /** The guest has one fid less of it. */
    synchronized void released(FileId file, FileNode node) {
        drop(held, file);
        if (nameless.contains(file) && !held.containsKey(file) && !open.containsKey(file)) {
            nameless.remove(file);
            try {
                bytes -= node.stat().size();
            } catch (FileException gone) {
                // It cannot be asked any more: what it took stays counted until the share is opened again.
                nameless.remove(file);
            }
        }
    }

    private static void drop(Map<FileId, Integer> users, FileId file) {
        users.computeIfPresent(file, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized void opened(FileId file) throws FileException {
        if (limits.openFiles() > 0 && openFiles >= limits.openFiles()) {
            throw new FileException(Errno.EMFILE, "more than " + limits.openFiles() + " open files");
        }
        openFiles++;
        open.merge(file, 1, Integer::sum);
    }

    synchronized void closed(FileId file) {
        openFiles--;
        drop(open, file);
    }

    /** @return what the guest is told of the file system: no more than it may have */
    synchronized FileSystemStat in(FileSystemStat host) {
        long blocks = host.blocks();
        long free = host.freeBlocks();
        long available = host.availableBlocks();
        long inodes = host.files();
        long freeInodes = host.freeFiles();
        if (limits.bytes() > 0) {
            blocks = Math.min(blocks, limits.bytes() / host.blockSize());
            long left = Math.max(0, limits.bytes() - bytes) / host.blockSize();
            free = Math.min(free, left);
            available = Math.min(available, left);
        }
        if (limits.files() > 0) {
            inodes = Math.min(inodes, limits.files());
            freeInodes = Math.min(freeInodes, Math.max(0, limits.files() - files));
        }
        return new FileSystemStat(
                host.type(),
                host.blockSize(),
                blocks,
                free,
                available,
                inodes,
                freeInodes,
                host.id(),
                host.maxNameLength());
    }
}
