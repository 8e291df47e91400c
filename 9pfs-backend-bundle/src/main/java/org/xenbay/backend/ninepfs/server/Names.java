// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.wire.Wire;

/** Names as clients send them, with the error numbers that Linux gives for wrong ones. */
final class Names {

    private Names() {}

    /** @return a name to look for; may be {@code .} or {@code ..} */
    static byte[] component(byte[] name) throws FileException {
        if (name.length == 0) {
            throw new FileException(Errno.ENOENT, "an empty name");
        }
        for (byte each : name) {
            if (each == '/') {
                throw new FileException(Errno.ENOENT, "a name with a slash");
            }
        }
        if (name.length > Wire.MAX_NAME) {
            throw new FileException(Errno.ENAMETOOLONG, "a name of " + name.length + " bytes");
        }
        return name;
    }

    /** @return a name for something new */
    static byte[] fresh(byte[] name) throws FileException {
        if (isDot(component(name)) || isDotDot(name)) {
            throw new FileException(Errno.EEXIST, "creation of . or ..");
        }
        return name;
    }

    /** @return a name that can be renamed or replaced */
    static byte[] movable(byte[] name) throws FileException {
        if (isDot(component(name)) || isDotDot(name)) {
            throw new FileException(Errno.EBUSY, "rename of . or ..");
        }
        return name;
    }

    /** @return a name of something to be removed */
    static byte[] removable(byte[] name) throws FileException {
        if (isDot(component(name))) {
            throw new FileException(Errno.EINVAL, "removal of .");
        }
        if (isDotDot(name)) {
            throw new FileException(Errno.ENOTEMPTY, "removal of ..");
        }
        return name;
    }

    static boolean isDot(byte[] name) {
        return name.length == 1 && name[0] == '.';
    }

    static boolean isDotDot(byte[] name) {
        return name.length == 2 && name[0] == '.' && name[1] == '.';
    }
}
