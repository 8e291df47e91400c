// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.OptionalInt;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.Timestamp;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** Tgetattr and Tsetattr (linux/include/net/9p/9p.h, P9_STATS_* and P9_ATTR_*). */
final class AttributeOps {

    private static final long BASIC = 0x7FF;
    private static final long BORN = 0x800;

    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int GID = 4;
    private static final int SIZE = 8;
    private static final int ATIME = 0x10;
    private static final int MTIME = 0x20;
    private static final int CTIME = 0x40;
    private static final int ATIME_SET = 0x80;
    private static final int MTIME_SET = 0x100;

    private static final Timestamp UNKNOWN = new Timestamp(0, 0);

    private final Session session;

    AttributeOps(Session session) {
        this.session = session;
    }

    void getattr(Call call) throws FileException {
        Fid fid = session.fids().get(call.in().i32());
        call.in().i64();
        FileStat stat = session.export().files().stat(fid.entry());
        MessageWriter out = call.begin()
                .i64(stat.born().isPresent() ? BASIC | BORN : BASIC)
                .qid(session.qids().of(stat))
                .i32(stat.mode())
                .i32(stat.uid())
                .i32(stat.gid())
                .i64(Integer.toUnsignedLong(stat.links()))
                .i64(Integer.toUnsignedLong(stat.specialDevice().encoded()))
                .i64(stat.size())
                .i64(Math.max(stat.blockSize(), session.ioUnit()))
                .i64(stat.blocks());
        time(out, stat.accessed());
        time(out, stat.modified());
        time(out, stat.changed());
        time(out, stat.born().orElse(UNKNOWN));
        out.i64(0).i64(0);
    }

    private static void time(MessageWriter out, Timestamp time) {
        out.i64(time.seconds()).i64(time.nanoseconds());
    }

    /**
     * The order matters: owner before permissions, because a change of the owner clears set-user-id; size before times,
     * because a change of the size changes the times.
     */
    void setattr(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        PathEntry entry = fid.entry();
        int valid = in.i32();
        int mode = in.i32();
        int uid = in.i32();
        int gid = in.i32();
        long size = in.i64();
        Timestamp accessed = new Timestamp(in.i64(), in.i64());
        Timestamp modified = new Timestamp(in.i64(), in.i64());
        SecurityModel files = session.export().files();
        if ((valid & (UID | GID)) != 0 || (valid & ~CTIME) == 0 && (valid & CTIME) != 0) {
            OptionalInt user = (valid & UID) != 0 ? OptionalInt.of(uid) : OptionalInt.empty();
            OptionalInt group = (valid & GID) != 0 ? OptionalInt.of(gid) : OptionalInt.empty();
            files.chown(entry, session.export().newOwner(new GuestIds(user, group)));
        }
        if ((valid & MODE) != 0) {
            session.export().rights().changePermissions();
            files.chmod(entry, mode & 07777);
        }
        if ((valid & SIZE) != 0) {
            session.truncate(fid, entry, size);
        }
        if ((valid & (ATIME | MTIME)) != 0) {
            entry.node().setTimes(update(valid, ATIME, ATIME_SET, accessed), update(valid, MTIME, MTIME_SET, modified));
        }
        call.begin();
    }

    private static TimeUpdate update(int valid, int changes, int given, Timestamp time) {
        if ((valid & changes) == 0) {
            return TimeUpdate.KEEP;
        }
        return (valid & given) == 0 ? TimeUpdate.NOW : TimeUpdate.to(time);
    }
}
