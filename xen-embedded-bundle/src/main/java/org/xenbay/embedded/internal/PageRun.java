// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.ByteBuffer;
import java.util.List;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.GrantTable.Access;

/** Consecutive pages of one allocation, which can be used as one buffer without a copy. */
record PageRun(List<Page> pages) {

    static boolean isContiguous(List<Page> pages) {
        for (int i = 1; i < pages.size(); i++) {
            if (!pages.get(i).follows(pages.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    /** @return the guest's own bytes, not a copy */
    ByteBuffer view() {
        return view(pages);
    }

    /** @return the guest's own bytes, which can be written only if the access includes that */
    ByteBuffer view(Access access) {
        return access == Access.READ ? view().asReadOnlyBuffer() : view();
    }

    static ByteBuffer view(List<Page> pages) {
        Page first = pages.get(0);
        return first.block().slice(first.index() * GrantTable.PAGE_SIZE, pages.size() * GrantTable.PAGE_SIZE);
    }
}
