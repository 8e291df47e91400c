// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/** Converts names for the C library, and for logs. */
final class Names {

    /** The empty path, for calls on a descriptor itself. */
    static final byte[] ITSELF = {0};

    private static final int SHOWN = 64;

    private Names() {}

    /**
     * @param name one component
     * @return the same, ending with a NUL
     * @throws FileException EINVAL when it is not exactly one component
     */
    static byte[] component(byte[] name) throws FileException {
        boolean dots = name.length <= 2;
        for (byte each : name) {
            if (each == '/') {
                throw new FileException(Errno.EINVAL, "a name with a slash: " + shown(name));
            }
            dots &= each == '.';
        }
        if (dots) {
            throw new FileException(Errno.EINVAL, "not a name: " + shown(name));
        }
        return text(name);
    }

    /**
     * @param text any bytes but NUL
     * @return the same, ending with a NUL
     * @throws FileException EINVAL when it contains a NUL
     */
    static byte[] text(byte[] text) throws FileException {
        for (byte each : text) {
            if (each == 0) {
                throw new FileException(Errno.EINVAL, "a NUL in a name: " + shown(text));
            }
        }
        return Arrays.copyOf(text, text.length + 1);
    }

    /** @return the path that leads to the file of a descriptor, even if it was renamed or removed */
    static byte[] path(Descriptor descriptor) {
        return ("/proc/self/fd/" + descriptor.number() + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** @return the name for a log: a guest chose it, so characters that could deceive a reader are masked */
    static String shown(byte[] name) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < name.length && i < SHOWN && name[i] != 0; i++) {
            char each = (char) (name[i] & 0xFF);
            shown.append(each < ' ' || each > '~' || each == '"' || each == '\\' ? '?' : each);
        }
        return shown.append(name.length > SHOWN ? "…\"" : "\"").toString();
    }
}
