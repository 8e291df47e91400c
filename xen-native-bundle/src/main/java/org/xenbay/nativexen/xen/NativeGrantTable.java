// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import java.util.List;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.SharedMemory;

/** The pages that one domain has granted to this one. */
record NativeGrantTable(GrantDevice device, int domain) implements GrantTable {

    @Override
    public SharedMemory map(int[] references, Access access) {
        return device.map(domain, references, access);
    }

    @Override
    public boolean canCopy() {
        return device.copier().isSupported();
    }

    @Override
    public void copy(List<GrantCopy> segments) {
        device.copier().copy(domain, segments);
    }
}
