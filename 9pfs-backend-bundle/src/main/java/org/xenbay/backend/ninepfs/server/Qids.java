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
 * Makes qids of files. The top 8 bits of a path, which are usually 0 in inode numbers, are the number of the file system, in
 * the order in which the session met the file systems that are mounted below the share. A guest remembers files by their qids,
 * so the process that takes over the session takes over these numbers.
 */
final class Qids {

    private static final int INODE_BITS = 56;
    /** Number of file systems that get a number. In any other one, a file's path is a hash of device and inode. */
    private static final int MAX_DEVICES = 255;

    private final Map<DeviceNumber, Integer> numbers = new ConcurrentHashMap<>();
    private final List<DeviceNumber> order = new CopyOnWriteArrayList<>();
    private final Consumer<DeviceNumber> met;

    /** @param met called with each file system that gets a number, before the number is used */
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
        int number = known == null ? number(file.device()) : known;
        return number < MAX_DEVICES ? file.inode() ^ (long) number << INODE_BITS : computed(file);
    }

    /** @return the number of a file system; {@value #MAX_DEVICES} when no number is left */
    private int number(DeviceNumber device) {
        return order.size() < MAX_DEVICES ? newNumber(device) : MAX_DEVICES;
    }

    private synchronized int newNumber(DeviceNumber device) {
        Integer known = numbers.get(device);
        int next = order.size();
        if (known == null && next < MAX_DEVICES) {
            met.accept(device);
            order.add(device);
            numbers.put(device, next);
        }
        return known == null ? next : known;
    }

    /** The hash is the same in every process; two files collide about as seldom as two random numbers of 56 bits. */
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

    /** Takes over the file systems of a predecessor's session; before the first qid is made. */
    void resume(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_DEVICES) {
            throw new IOException("parked state is damaged: " + count + " file systems");
        }
        for (int i = 0; i < count; i++) {
            number(new DeviceNumber(in.readInt(), in.readInt()));
        }
    }

    /** Takes over the file systems that a killed process has noted. */
    synchronized void restore(List<DeviceNumber> devices) {
        for (DeviceNumber device : devices) {
            numbers.putIfAbsent(device, order.size());
            order.add(device);
        }
    }
}
