package org.xenbay.backend.ninepfs.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.wire.Qid;

/**
 * Makes qids of files. Where other file systems are mounted below the share, their inode numbers are told apart by the
 * top 8 bits, which file systems leave 0 as a rule.
 */
final class Qids {

    private static final int INODE_BITS = 56;
    private static final int MOST_DEVICES = 255;

    private final Map<DeviceNumber, Integer> devices = new ConcurrentHashMap<>();

    /** @param stat attributes as the client sees them */
    Qid of(FileStat stat) {
        int type = stat.isDirectory() ? Qid.DIRECTORY : stat.isSymlink() ? Qid.SYMLINK : Qid.FILE;
        int version = (int) (stat.modified().seconds() ^ stat.size() << 8);
        return new Qid(type, version, path(FileId.of(stat)));
    }

    /** The first device, the root's, has number 0; from the 256th on they share one. */
    long path(FileId file) {
        Integer known = devices.get(file.device());
        if (known == null) {
            synchronized (devices) {
                int next = Math.min(devices.size(), MOST_DEVICES);
                known = devices.computeIfAbsent(file.device(), device -> next);
            }
        }
        return file.inode() ^ (long) known << INODE_BITS;
    }
}
