// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/**
 * What is known of a file's set-user-id and set-group-id bits while a guest has it open, so that not every write asks. By one
 * thread at a time, or each with an answer of its own.
 */
public final class SetIdCheck {

    /** No file of the share has got such bits since; {@link MappedModel} counts. */
    private volatile long since = -1;

    boolean isDone(long changes) {
        return since == changes;
    }

    void done(long changes) {
        since = changes;
    }
}
