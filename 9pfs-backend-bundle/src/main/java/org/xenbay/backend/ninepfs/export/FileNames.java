// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.charset.StandardCharsets;
import org.xenbay.api.text.ShownText;

/** Names of files, which are bytes. */
final class FileNames {

    private static final int MAX_SHOWN = 64;

    private FileNames() {}

    /** @return whether it is the folder itself or the one above */
    static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    /** @return a name for a log. A guest chose the name, so it is shortened, and control characters are replaced */
    static String shown(byte[] name) {
        return ShownText.of(new String(name, StandardCharsets.UTF_8), MAX_SHOWN);
    }
}
