// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.List;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.xen.SharedMemory;

/** Pages that a guest has granted. */
final class EmbeddedPages implements GrantedPages {

    private final PageTable table;
    private final List<Page> pages;
    private final SharedMemory memory;

    EmbeddedPages(PageTable table, List<Page> pages) {
        this.table = table;
        this.pages = pages;
        this.memory = SharedMemory.over(PageRun.view(pages), () -> {});
    }

    @Override
    public SharedMemory memory() {
        return memory;
    }

    @Override
    public int[] references() {
        return pages.stream().mapToInt(Page::reference).toArray();
    }

    @Override
    public long[] frames() {
        return pages.stream().mapToLong(Page::frame).toArray();
    }

    @Override
    public boolean revoke() {
        memory.close();
        return table.revoke(pages);
    }

    @Override
    public void close() {
        revoke();
    }
}
