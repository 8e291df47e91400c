// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/**
 * Extended attributes of a descriptor's file, also with O_PATH. A link is not followed. The calls use paths, because Linux
 * before 6.13 has no such calls on descriptors opened with O_PATH.
 */
final class Xattrs {

    /** Enough for most; a longer value is read a second time. */
    private static final int USUAL = 1024;

    /** A call that fills an array, or fails with ERANGE when it is too short. */
    @FunctionalInterface
    private interface Filler {
        long fill(byte[] target);
    }

    private Xattrs() {}

    static byte[] get(Descriptor file, byte[] name) throws FileException {
        byte[] path = Names.path(file);
        byte[] key = Names.text(name);
        return read(target -> FileCalls.getxattr(path, key, target, target.length), "read of attribute ", name);
    }

    static List<byte[]> list(Descriptor file) throws FileException {
        byte[] path = Names.path(file);
        byte[] all =
                read(target -> FileCalls.listxattr(path, target, target.length), "list of attributes", new byte[0]);
        List<byte[]> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                names.add(Arrays.copyOfRange(all, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    /** No value is longer than XATTR_MAX; a value that grows between two reads is read again. */
    private static byte[] read(Filler filler, String call, byte[] name) throws FileException {
        byte[] value = new byte[USUAL];
        long length = filler.fill(value);
        if (length < 0 && Libc.errno() == Errno.ERANGE) {
            value = new byte[FileAbi.XATTR_MAX];
            length = filler.fill(value);
        }
        if (length < 0) {
            throw FileCalls.failure(name.length == 0 ? call : call + Names.shown(name));
        }
        return Arrays.copyOf(value, (int) length);
    }

    static void set(Descriptor file, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        int flags = switch (existence) {
            case ANY -> 0;
            case ABSENT -> FileAbi.XATTR_CREATE;
            case PRESENT -> FileAbi.XATTR_REPLACE;
        };
        if (FileCalls.setxattr(Names.path(file), Names.text(name), value, value.length, flags) < 0) {
            throw FileCalls.failure("change of attribute " + Names.shown(name));
        }
    }

    static void remove(Descriptor file, byte[] name) throws FileException {
        if (FileCalls.removexattr(Names.path(file), Names.text(name)) < 0) {
            throw FileCalls.failure("removal of attribute " + Names.shown(name));
        }
    }
}
