// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.tree.internal;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.store.Permission;

/** The permissions of a node: the first entry names the owner and the access of domains that are not listed. */
public record AccessList(List<Permission> entries) {

    /** No target domain. */
    public static final int NO_TARGET = -1;

    public AccessList {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a node has at least one permission: its owner");
        }
    }

    public int owner() {
        return entries.get(0).domain();
    }

    public AccessList withOwner(int owner) {
        Permission first = entries.get(0);
        if (first.domain() == owner) {
            return this;
        }
        List<Permission> changed = new ArrayList<>(entries);
        changed.set(0, new Permission(owner, first.access()));
        return new AccessList(changed);
    }

    /**
     * The access of a domain. Domain 0 and the owner have full access; SET_TARGET gives a domain (a device model in a stub
     * domain) another domain's access in addition.
     */
    public boolean allows(Access wanted, int domain, int target) {
        if (domain == 0 || owner() == domain || owner() == target) {
            return true;
        }
        if (wanted == Access.OWN) {
            return false;
        }
        Permission.Access granted = entries.get(0).access();
        for (int i = 1; i < entries.size(); i++) {
            int listed = entries.get(i).domain();
            if (listed == domain || listed == target) {
                granted = entries.get(i).access();
                break;
            }
        }
        return wanted == Access.READ ? granted.canRead() : granted.canWrite();
    }

    /** The access that a request needs. */
    public enum Access {
        READ,
        WRITE,
        OWN
    }
}
