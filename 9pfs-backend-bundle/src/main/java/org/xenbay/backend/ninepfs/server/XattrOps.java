package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;

/** Extended attributes: a fid stands for a value, which is read or written by it. */
final class XattrOps {

    private static final int MOST_VALUE = 64 * 1024;
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
        session.fids().checkFree(newNumber);
        SecurityModel files = session.export().files();
        byte[] value = name.length == 0 ? list(files, fid.place()) : files.getXattr(fid.place(), name);
        Fid reading = new Fid(newNumber, fid.place().retain(), fid.user());
        try {
            session.export().attributeBytes().take(value.length);
        } catch (FileException tooMany) {
            reading.close();
            throw tooMany;
        }
        reading.open(new Opened.XattrValue(value, session.export().attributeBytes()));
        session.add(call, reading);
        call.begin().i64(value.length);
    }

    private static byte[] list(SecurityModel files, Place place) throws FileException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] name : files.listXattrs(place)) {
            all.writeBytes(name);
            all.write(0);
        }
        return all.toByteArray();
    }

    void create(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        byte[] name = in.string();
        long size = in.i64();
        int flags = in.i32();
        if (size < 0 || size > MOST_VALUE) {
            throw new FileException(Errno.E2BIG, "an extended attribute of " + Long.toUnsignedString(size) + " bytes");
        }
        session.export().files().checkXattr(name);
        XattrExistence existence = switch (flags) {
            case 0 -> XattrExistence.ANY;
            case CREATE -> XattrExistence.ABSENT;
            case REPLACE -> XattrExistence.PRESENT;
            default -> throw new FileException(Errno.EINVAL, "an extended attribute with flags " + flags);
        };
        session.opened(
                call,
                fid,
                new Opened.XattrDraft(
                        name, (int) size, existence, session.export().attributeBytes()));
        call.begin();
    }
}
