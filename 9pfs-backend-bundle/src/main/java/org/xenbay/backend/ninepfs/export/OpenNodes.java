// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;

/**
 * The open descriptors of path entries that may be closed while they are idle: a list in the order of their last checks. A
 * descriptor that was used since its last check goes to the end of the list, so that approximately the least recently used one
 * is closed (the clock algorithm). A use only marks the descriptor: it takes no lock and does not change the list. By any
 * thread.
 */
final class OpenNodes {

    @GuardedBy("this")
    private @Nullable PathEntryNode first;

    @GuardedBy("this")
    private @Nullable PathEntryNode last;

    @GuardedBy("this")
    private int size;

    synchronized void add(PathEntryNode node) {
        if (!node.listed) {
            node.listed = true;
            PathEntryNode before = last;
            node.earlier = before;
            if (before == null) {
                first = node;
            } else {
                before.later = node;
            }
            last = node;
            size++;
        }
    }

    synchronized void remove(PathEntryNode node) {
        if (node.listed) {
            PathEntryNode before = node.earlier;
            PathEntryNode after = node.later;
            if (before == null) {
                first = after;
            } else {
                before.later = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.earlier = before;
            }
            node.earlier = null;
            node.later = null;
            node.listed = false;
            size--;
        }
    }

    /**
     * Closes an idle descriptor. A descriptor whose file could not be found again stays open, and leaves the list.
     *
     * @return false when no descriptor is idle
     * @throws FileException when the host cannot tell whether a file could be found again
     */
    boolean closeOne() throws FileException {
        PathEntryNode idle = nextIdle();
        while (idle != null && !idle.closeIdle()) {
            idle = nextIdle();
        }
        return idle != null;
    }

    /** @return a descriptor that is not in use, and has left the list; null when all are in use */
    private synchronized @Nullable PathEntryNode nextIdle() {
        for (int turns = 2 * size; turns > 0; turns--) {
            PathEntryNode node = first;
            if (node == null) {
                return null;
            }
            remove(node);
            if (node.isHeld()) {
                turns--;
            } else if (node.takeTouch() || node.isInUse()) {
                add(node);
            } else {
                return node;
            }
        }
        return null;
    }
}
