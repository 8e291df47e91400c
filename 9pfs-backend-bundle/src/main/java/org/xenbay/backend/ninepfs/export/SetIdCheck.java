// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/**
 * Remembers the check of an open file's set-user-id and set-group-id bits, so that not every write reads them. Threads may
 * race: then each reads them.
 */
public final class SetIdCheck {

    /** The count of {@link MappedModel} at the last check. While the count is the same, no file of the share has got such bits. */
    private volatile long since = -1;

    boolean isDone(long changes) {
        return since == changes;
    }

    void done(long changes) {
        since = changes;
    }
}
