// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.io.IOException;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Author;
import org.xenbay.api.xen.XenException;

/** Distinguishes exceptions of checks from unexpected exceptions. */
final class Defects {

    private Defects() {}

    /** @return whether the exception comes from a check; otherwise it is a defect, as in the core's log */
    static boolean isRefusal(Throwable thrown) {
        return thrown instanceof XenException
                || thrown instanceof XenStoreException
                || thrown instanceof BadNodeException
                || thrown instanceof CorruptRingException
                || thrown instanceof RefusedStateException
                || thrown instanceof IOException
                || thrown.getClass().getName().endsWith(".GivenUp");
    }

    /** @return the exception and the author's line, in words */
    static String words(Throwable thrown) {
        return thrown
                + Author.of(thrown.getStackTrace())
                        .map(frame -> ", at " + frame)
                        .orElse("");
    }
}
