// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a file on the host.
 *
 * @param uid user, unsigned, if one is named
 * @param gid group, unsigned, if one is named
 */
public record Owner(OptionalInt uid, OptionalInt gid) {

    /**
     * @param uid user, unsigned
     * @param gid group, unsigned
     * @return both
     */
    public static Owner of(int uid, int gid) {
        return new Owner(OptionalInt.of(uid), OptionalInt.of(gid));
    }

    @Nullable
    Integer uidOrNull() {
        return uid.isPresent() ? uid.getAsInt() : null;
    }

    @Nullable
    Integer gidOrNull() {
        return gid.isPresent() ? gid.getAsInt() : null;
    }
}
