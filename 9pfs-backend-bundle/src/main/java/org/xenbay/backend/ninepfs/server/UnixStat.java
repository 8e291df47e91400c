// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.charset.StandardCharsets;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Qid;

/** Attributes as 9P2000.u has them (linux/include/net/9p/9p.h, struct p9_wstat; P9_DM*). */
final class UnixStat {

    static final int DIRECTORY = 0x80000000;
    static final int SYMLINK = 0x02000000;
    static final int LINK = 0x01000000;
    static final int DEVICE = 0x00800000;
    static final int PIPE = 0x00200000;
    static final int SOCKET = 0x00100000;
    private static final int SET_UID = 0x00080000;
    private static final int SET_GID = 0x00040000;
    private static final int STICKY = 0x00010000;

    /** The value of a field of Twstat that means no change. */
    static final int KEEP = -1;

    private static final int PERMISSIONS = 0777;

    private UnixStat() {}

    /** The changes that a Twstat asks for. */
    record Change(int mode, int accessed, int modified, long length, byte[] name, int uid, int gid) {

        boolean isNothing() {
            return mode == KEEP
                    && accessed == KEEP
                    && modified == KEEP
                    && length == KEEP
                    && name.length == 0
                    && uid == KEEP
                    && gid == KEEP;
        }
    }

    static Change read(MessageReader in) throws FileException {
        in.u16();
        in.u16();
        in.u16();
        in.i32();
        in.u8();
        in.i32();
        in.i64();
        int mode = in.i32();
        int accessed = in.i32();
        int modified = in.i32();
        long length = in.i64();
        byte[] name = in.string();
        for (int i = 0; i < 4; i++) {
            in.string();
        }
        return new Change(mode, accessed, modified, length, name, in.i32(), in.i32());
    }

    /**
     * @param stat the file's attributes
     * @param name its name
     * @param target of a link; otherwise empty
     */
    static void write(MessageWriter out, FileStat stat, Qid qid, byte[] name, byte[] target) {
        int start = out.length();
        out.u16(0)
                .u16(0)
                .i32(0)
                .qid(qid)
                .i32(mode(stat))
                .i32((int) stat.accessed().seconds())
                .i32((int) stat.modified().seconds())
                .i64(stat.isDirectory() ? 0 : stat.size())
                .string(name)
                .string("")
                .string("")
                .string("")
                .string(extension(stat, target))
                .i32(stat.uid())
                .i32(stat.gid())
                .i32(KEEP);
        out.set16(start, out.length() - start - 2);
    }

    /** @return the most bytes that {@link #write} writes */
    static int mostBytes(byte[] name, byte[] target) {
        return 128 + name.length + target.length;
    }

    private static byte[] extension(FileStat stat, byte[] target) {
        return switch (stat.type()) {
            case FileStat.S_IFLNK -> target;
            case FileStat.S_IFCHR -> text("c " + number(stat));
            case FileStat.S_IFBLK -> text("b " + number(stat));
            default -> text("HARDLINKCOUNT " + Integer.toUnsignedString(stat.links()));
        };
    }

    private static String number(FileStat stat) {
        return stat.specialDevice().major() + " " + stat.specialDevice().minor();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int mode(FileStat stat) {
        int mode = stat.mode() & PERMISSIONS;
        mode |= switch (stat.type()) {
            case FileStat.S_IFDIR -> DIRECTORY;
            case FileStat.S_IFLNK -> SYMLINK;
            case FileStat.S_IFCHR, FileStat.S_IFBLK -> DEVICE;
            case FileStat.S_IFIFO -> PIPE;
            case FileStat.S_IFSOCK -> SOCKET;
            default -> 0;
        };
        mode |= (stat.mode() & 04000) != 0 ? SET_UID : 0;
        mode |= (stat.mode() & 02000) != 0 ? SET_GID : 0;
        return mode | ((stat.mode() & 01000) != 0 ? STICKY : 0);
    }

    /** @return permissions, 0 to 07777 */
    static int permissions(int mode) {
        return mode & PERMISSIONS
                | ((mode & SET_UID) != 0 ? 04000 : 0)
                | ((mode & SET_GID) != 0 ? 02000 : 0)
                | ((mode & STICKY) != 0 ? 01000 : 0);
    }

    /** A device as the field extension names it: kind, major, minor. */
    record Device(int type, DeviceNumber number) {}

    static Device device(byte[] extension) throws FileException {
        String[] words = new String(extension, StandardCharsets.US_ASCII).split(" ", -1);
        try {
            if (words.length == 3 && (words[0].equals("b") || words[0].equals("c"))) {
                int type = words[0].equals("b") ? FileStat.S_IFBLK : FileStat.S_IFCHR;
                return new Device(type, new DeviceNumber(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        } catch (NumberFormatException none) {
            throw new FileException(Errno.EINVAL, "creation of a device without its numbers");
        }
        throw new FileException(Errno.EINVAL, "creation of a device without its numbers");
    }
}
