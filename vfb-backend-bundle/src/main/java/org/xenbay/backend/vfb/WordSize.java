// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.xen.SharedMemory;

/** The size of a guest's words, and so of its frame numbers, from its node {@code protocol}. */
enum WordSize {
    /** 32 bits. */
    FOUR(4, 36),
    /** 64 bits. */
    EIGHT(8, 40);

    private final int bytes;
    private final int directory;

    WordSize(int bytes, int directory) {
        this.bytes = bytes;
        this.directory = directory;
    }

    /**
     * @param protocol the node's value; old guests do not publish it and use one entry of the directory, whose place shows the
     *     size
     * @param page the shared page
     * @throws BadNodeException when the value is unknown
     */
    static WordSize of(@Nullable String protocol, SharedMemory page) {
        if (protocol == null) {
            return page.getInt(EIGHT.directory) == 0 ? FOUR : EIGHT;
        }
        return switch (protocol) {
            case "x86_64-abi", "arm-abi" -> EIGHT;
            case "x86_32-abi" -> FOUR;
            default -> throw new BadNodeException("node protocol is none of x86_64-abi, x86_32-abi and arm-abi");
        };
    }

    /** @return frame numbers that a page has room for */
    int perPage() {
        return FbPage.SIZE / bytes;
    }

    /** @return entries of the directory that no ring overlaps */
    int mostEntries() {
        return (FbPage.DIRECTORY_END - directory) / bytes;
    }

    /** @return a frame number of the shared page's directory */
    long entry(SharedMemory page, int index) {
        return word(page, directory + index * bytes);
    }

    /** @return a frame number of the pages that the directory names, in their order */
    long frame(SharedMemory lists, int index) {
        return word(lists, index * bytes);
    }

    private long word(SharedMemory memory, int offset) {
        return this == FOUR ? Integer.toUnsignedLong(memory.getInt(offset)) : memory.getLong(offset);
    }
}
