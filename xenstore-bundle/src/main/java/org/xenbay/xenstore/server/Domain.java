// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.xenstore.tree.internal.AccessList;

/** A domain in the engine: its rights and its use of quotas. Counters are guarded by the engine's lock. */
final class Domain {

    private final int id;
    private volatile int target = AccessList.NO_TARGET;
    private boolean introduced;
    int nodes;
    int watches;
    int transactions;

    Domain(int id) {
        this.id = id;
        this.introduced = id == 0;
    }

    int id() {
        return id;
    }

    /** Domain 0: exempt from permissions and quotas. */
    boolean isPrivileged() {
        return id == 0;
    }

    boolean may(AccessList.Access access, AccessList permissions) {
        return permissions.allows(access, id, target);
    }

    boolean isIntroduced() {
        return introduced;
    }

    void introduced(boolean now) {
        introduced = now;
        if (!now) {
            target = AccessList.NO_TARGET;
        }
    }

    void target(int domain) {
        target = domain;
    }
}
