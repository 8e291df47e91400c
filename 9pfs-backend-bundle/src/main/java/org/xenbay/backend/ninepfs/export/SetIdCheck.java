// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/**
 * What is known of a file's set-user-id and set-group-id bits while a guest has the file open, so that not every write asks
 * for them. Threads may race: each asks for itself then.
 */
public final class SetIdCheck {

    /** The count of {@link MappedModel} at the last check: while it is the same, no file of the share has got such bits. */
    private volatile long since = -1;

    boolean isDone(long changes) {
        return since == changes;
    }

    void done(long changes) {
        since = changes;
    }
}
