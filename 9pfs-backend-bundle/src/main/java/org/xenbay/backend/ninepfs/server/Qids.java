// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.wire.Qid;

/**
 * Makes qids of files. Where other file systems are mounted below the share, their inode numbers are told apart by the
 * top 8 bits, which file systems leave 0 as a rule: the number of the file system, in the order in which the session met
 * them. A guest remembers files by their qids, so these numbers outlast this process with the session.
 */
final class Qids {

    private static final int INODE_BITS = 56;
    /** Of more than so many file systems, the files of the others have paths that are computed of all that is known. */
    private static final int MAX_DEVICES = 255;

    private final Map<DeviceNumber, Integer> numbers = new ConcurrentHashMap<>();
    private final List<DeviceNumber> order = new CopyOnWriteArrayList<>();
    private final Consumer<DeviceNumber> met;

    /** @param met told of each file system that gets a number, before that is used */
    Qids(Consumer<DeviceNumber> met) {
        this.met = met;
    }

    /** @param stat attributes as the client sees them */
    Qid of(FileStat stat) {
        int type = stat.isDirectory() ? Qid.DIRECTORY : stat.isSymlink() ? Qid.SYMLINK : Qid.FILE;
        int version = (int) (stat.modified().seconds() ^ stat.size() << 8);
        return new Qid(type, version, path(FileId.of(stat)));
    }

    /** The first device, the root's, has number 0. */
    long path(FileId file) {
        Integer known = numbers.get(file.device());
        if (known == null && order.size() < MAX_DEVICES) {
            known = number(file.device());
        }
        return known == null ? computed(file) : file.inode() ^ (long) known << INODE_BITS;
    }

    private synchronized Integer number(DeviceNumber device) {
        Integer known = numbers.get(device);
        if (known == null && order.size() < MAX_DEVICES) {
            known = order.size();
            met.accept(device);
            order.add(device);
            numbers.put(device, known);
        }
        return known;
    }

    /** The same in every process; two files have the same path about as seldom as two random numbers of 56 bits. */
    private static long computed(FileId file) {
        long device =
                (long) file.device().major() << Integer.SIZE | file.device().minor() & 0xFFFF_FFFFL;
        long mixed = (file.inode() ^ device * 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return (long) MAX_DEVICES << INODE_BITS | (mixed ^ mixed >>> 32) >>> Long.SIZE - INODE_BITS;
    }

    void park(DataOutputStream out) throws IOException {
        out.writeInt(order.size());
        for (DeviceNumber device : order) {
            out.writeInt(device.major());
            out.writeInt(device.minor());
        }
    }

    /** What a predecessor's session had met; before anything else is met. */
    void resume(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_DEVICES) {
            throw new IOException("parked state is damaged: " + count + " file systems");
        }
        for (int i = 0; i < count; i++) {
            number(new DeviceNumber(in.readInt(), in.readInt()));
        }
    }

    /** What a killed process's session had met, and has noted. */
    synchronized void restore(List<DeviceNumber> devices) {
        for (DeviceNumber device : devices) {
            numbers.putIfAbsent(device, order.size());
            order.add(device);
        }
    }
}
