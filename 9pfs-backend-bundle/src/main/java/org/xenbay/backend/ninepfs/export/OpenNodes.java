// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;

/**
 * The open descriptors of path entries that may be closed while they are idle: a list in the order in which they were checked
 * last. A descriptor that was used since then goes to the end of the list, so that about the least recently used one is
 * closed (the clock algorithm). A use marks the descriptor only: it takes no lock and does not change the list. By any
 * thread.
 */
final class OpenNodes {

    private PathEntryNode first;
    private PathEntryNode last;
    private int size;

    synchronized void add(PathEntryNode node) {
        if (!node.listed) {
            node.listed = true;
            node.earlier = last;
            if (last == null) {
                first = node;
            } else {
                last.later = node;
            }
            last = node;
            size++;
        }
    }

    synchronized void remove(PathEntryNode node) {
        if (node.listed) {
            if (node.earlier == null) {
                first = node.later;
            } else {
                node.earlier.later = node.later;
            }
            if (node.later == null) {
                last = node.earlier;
            } else {
                node.later.earlier = node.earlier;
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
     * @return false when none is idle
     * @throws FileException when the host fails to say whether a file could be found again
     */
    boolean closeOne() throws FileException {
        PathEntryNode idle = nextIdle();
        while (idle != null && !idle.closeIdle()) {
            idle = nextIdle();
        }
        return idle != null;
    }

    /** @return a descriptor that is not in use, and has left the list; null when there is none */
    private synchronized PathEntryNode nextIdle() {
        for (int turns = 2 * size; turns > 0 && first != null; turns--) {
            PathEntryNode node = first;
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
