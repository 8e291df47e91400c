// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.OptionalInt;

/** Numbers of users and groups in messages that need not name one. */
final class Ids {

    /** P9_NONUNAME of linux/include/net/9p/9p.h. */
    private static final int NONE = -1;

    private Ids() {}

    /**
     * @param sent the number in a message that creates a file or attaches a user
     * @return the number, if the client names one
     */
    static OptionalInt named(int sent) {
        return sent == NONE ? OptionalInt.empty() : OptionalInt.of(sent);
    }
}
