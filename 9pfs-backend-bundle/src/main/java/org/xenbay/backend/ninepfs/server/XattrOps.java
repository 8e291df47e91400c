// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;

/** Extended attributes: a client reads or writes the value by a fid that stands for it. */
final class XattrOps {

    /** Linux's XATTR_NAME_MAX. */
    private static final int MAX_NAME = 255;

    /** Linux's XATTR_SIZE_MAX. */
    private static final int MAX_VALUE = 64 * 1024;

    private static final int CREATE = 1;
    private static final int REPLACE = 2;

    private final Session session;

    XattrOps(Session session) {
        this.session = session;
    }

    void walk(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        int newNumber = in.i32();
        byte[] name = in.string();
        checkLength(name, 0);
        session.fids().checkFree(newNumber);
        SecurityModel files = session.export().files();
        byte[] value = name.length == 0 ? list(files, fid.entry()) : files.getXattr(fid.entry(), name);
        Opened.XattrValue kept = Opened.XattrValue.keep(value, session.export().budgets());
        Fid reading;
        try {
            reading = new Fid(newNumber, fid.entry().retain(), fid.user());
        } catch (FileException gone) {
            kept.close();
            throw gone;
        }
        reading.open(kept);
        session.add(call, reading);
        call.begin().i64(value.length);
    }

    private static byte[] list(SecurityModel files, PathEntry entry) throws FileException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] name : files.listXattrs(entry)) {
            all.writeBytes(name);
            all.write(0);
        }
        return all.toByteArray();
    }

    /** Linux refuses other names with the same number. */
    private static void checkLength(byte[] name, int least) throws FileException {
        if (name.length < least || name.length > MAX_NAME) {
            throw new FileException(Errno.ERANGE, "an extended attribute with a name of " + name.length + " bytes");
        }
    }

    void create(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        byte[] name = in.string();
        long size = in.i64();
        int flags = in.i32();
        checkLength(name, 1);
        if (size < 0 || size > MAX_VALUE) {
            throw new FileException(Errno.E2BIG, "an extended attribute of " + Long.toUnsignedString(size) + " bytes");
        }
        session.export().files().checkXattr(name);
        XattrExistence existence = switch (flags) {
            case 0 -> XattrExistence.ANY;
            case CREATE -> XattrExistence.ABSENT;
            case REPLACE -> XattrExistence.PRESENT;
            default -> throw new FileException(Errno.EINVAL, "an extended attribute with flags " + flags);
        };
        fid.checkNotOpen();
        session.opened(
                call,
                fid,
                Opened.XattrDraft.begin(
                        name, (int) size, existence, session.export().budgets(), fid.entry()));
        call.begin();
    }
}
