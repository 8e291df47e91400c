// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.XenException;

/**
 * A guest's granted pages and its grant table (xen/include/public/grant_table.h, version 1).
 *
 * <p>As in Xen, a reference beyond the frames of the table is GNTST_bad_gntref. A reference inside the table that is unused, or
 * not granted to this domain, or not for writing, is GNTST_general_error. A page that is revoked while it is mapped keeps its
 * reference and its memory until the last unmap, because Linux defers the end of foreign access.
 */
final class PageTable {

    /** Entries of 8 bytes in one frame of a table of version 1. */
    private static final int ENTRIES_PER_FRAME = GrantTable.PAGE_SIZE / 8;

    /** Xen's default for {@code max_grant_frames} is 64. */
    private static final int MAX_ENTRIES = 64 * ENTRIES_PER_FRAME;

    /** GNTTAB_NR_RESERVED_ENTRIES: 0 is the console page, 1 the XenStore page. */
    private static final int RESERVED_ENTRIES = 8;

    private static final int CONSOLE_REFERENCE = 0;

    private final Map<Integer, Page> byReference = new HashMap<>();
    private final Map<Long, Page> byFrame = new HashMap<>();
    private final Deque<Integer> freeReferences = new ArrayDeque<>();
    private int nextReference = RESERVED_ENTRIES;
    private long nextFrame = 0x1000;
    private int mapped;

    /** Allocates the page that the domain builder grants as reference 0. */
    synchronized List<Page> allocateConsole(int grantee) {
        return List.of(add(CONSOLE_REFERENCE, ByteBuffer.allocateDirect(GrantTable.PAGE_SIZE), 0, grantee, true));
    }

    synchronized List<Page> allocate(int count, int grantee, boolean writable) {
        if (count < 1) {
            throw new IllegalArgumentException("granting " + count + " pages");
        }
        if (count > freeReferences.size() + MAX_ENTRIES - nextReference) {
            throw new XenException("granting " + count + " pages: the grant table is full", Errno.ENOSPC);
        }
        ByteBuffer block = ByteBuffer.allocateDirect(count * GrantTable.PAGE_SIZE);
        List<Page> pages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int reference = freeReferences.isEmpty() ? nextReference++ : freeReferences.remove();
            pages.add(add(reference, block, i, grantee, writable));
        }
        return List.copyOf(pages);
    }

    /** Checks all references, then pins their pages. */
    synchronized PageRun pinReferences(int[] references, int domain, boolean write) {
        List<Page> pages = new ArrayList<>(references.length);
        for (int reference : references) {
            pages.add(find(reference, domain, write));
        }
        if (!PageRun.isContiguous(pages)) {
            throw new GrantException(
                    GrantStatus.NO_DEVICE_SPACE,
                    "mapping " + references.length
                            + " references at once: embedded Xen can only map consecutive pages of one allocation");
        }
        return pin(pages);
    }

    /** Checks all frames, then pins them. */
    synchronized PageRun pinFrames(long[] frames) {
        List<Page> pages = new ArrayList<>(frames.length);
        for (long frame : frames) {
            Page page = byFrame.get(frame);
            if (page == null) {
                throw new XenException("no frame 0x" + Long.toHexString(frame), Errno.EINVAL);
            }
            pages.add(page);
        }
        if (!PageRun.isContiguous(pages)) {
            throw new XenException(
                    "mapping " + frames.length
                            + " frames at once: embedded Xen can only map consecutive frames of one allocation",
                    Errno.EINVAL);
        }
        return pin(pages);
    }

    /** @return the page for one segment of a copy, from 0 to the page's size */
    synchronized ByteBuffer forCopy(int reference, int domain, boolean write) {
        return PageRun.view(List.of(find(reference, domain, write)));
    }

    synchronized void unpin(PageRun run) {
        for (Page page : run.pages()) {
            page.unpin();
            mapped--;
            free(page);
        }
    }

    /** @return whether none was mapped */
    synchronized boolean revoke(List<Page> pages) {
        boolean unmapped = true;
        for (Page page : pages) {
            unmapped &= !page.isMapped();
            if (!page.isRevoked()) {
                page.revoke();
                free(page);
            }
        }
        return unmapped;
    }

    synchronized void revokeAll() {
        revoke(List.copyOf(byReference.values()));
    }

    synchronized int granted() {
        return byReference.size();
    }

    synchronized int mapped() {
        return mapped;
    }

    private Page add(int reference, ByteBuffer block, int index, int grantee, boolean writable) {
        Page page = new Page(nextFrame++, reference, block, index, grantee, writable);
        byReference.put(reference, page);
        byFrame.put(page.frame(), page);
        return page;
    }

    private Page find(int reference, int domain, boolean write) {
        Page page = byReference.get(reference);
        if (page != null && page.permits(domain, write)) {
            return page;
        }
        boolean inside = Integer.compareUnsigned(reference, entries()) < 0;
        throw new GrantException(
                inside ? GrantStatus.GENERAL_ERROR : GrantStatus.BAD_GNTREF,
                "reference " + Integer.toUnsignedString(reference) + " for " + (write ? "writing" : "reading")
                        + " by domain " + domain);
    }

    private int entries() {
        return (nextReference + ENTRIES_PER_FRAME - 1) / ENTRIES_PER_FRAME * ENTRIES_PER_FRAME;
    }

    private PageRun pin(List<Page> pages) {
        pages.forEach(Page::pin);
        mapped += pages.size();
        return new PageRun(List.copyOf(pages));
    }

    private void free(Page page) {
        if (page.isRevoked() && !page.isMapped() && byReference.remove(page.reference(), page)) {
            byFrame.remove(page.frame());
            if (page.reference() >= RESERVED_ENTRIES) {
                freeReferences.add(page.reference());
            }
        }
    }
}
