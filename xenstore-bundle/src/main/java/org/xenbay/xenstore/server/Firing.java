// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.AccessList;
import org.xenbay.xenstore.tree.internal.AccessList.Access;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.tree.internal.Trees;

/** Fires the watches of a change. Guarded by the engine's lock. */
final class Firing {

    private final WatchTable watches = new WatchTable();

    WatchTable watches() {
        return watches;
    }

    /** Fires for a change of the tree, with the roots before and after it. */
    void changed(Change.Firing change, Node before, Node after) {
        String path = change.path().toString();
        Consumer<WatchEntry> fire = watch -> {
            if (mayObserve(watch.session().domain(), change.path(), before, after)) {
                watch.fire(path);
            }
        };
        if (change.exact()) {
            watches.forEachAt(path, fire);
        } else {
            watches.forEachAtOrAbove(path, fire);
        }
    }

    /** Fires a special watch for domains that may read it. */
    void special(String name, AccessList permissions) {
        watches.forEachAt(name, watch -> {
            if (watch.session().domain().may(Access.READ, permissions)) {
                watch.fire(name);
            }
        });
    }

    /** A guest gets the event of a change when it can read the node, before or after the change, or the parent. */
    private static boolean mayObserve(Domain domain, StorePath path, Node before, Node after) {
        return domain.isPrivileged()
                || canRead(domain, Trees.find(before, path))
                || canRead(domain, Trees.find(after, path))
                || canRead(domain, Trees.find(after, path.parent()))
                || canRead(domain, Trees.find(before, path.parent()));
    }

    private static boolean canRead(Domain domain, @Nullable Node node) {
        return node != null && domain.may(Access.READ, node.permissions());
    }
}
