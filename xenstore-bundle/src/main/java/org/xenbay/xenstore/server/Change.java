// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Node;

/** The effect of one request on a tree: the new root, and what a transaction needs to repeat it on another tree. */
final class Change {

    private final Node root;
    private final List<StorePath> written = new ArrayList<>(2);
    private final List<Firing> firings = new ArrayList<>(1);
    private final Map<Integer, Integer> nodes = new HashMap<>(2);
    private @Nullable StorePath removed;

    Change(Node root) {
        this.root = root;
    }

    Node root() {
        return root;
    }

    /** Nodes whose value, permissions or set of children changed, or that are new. */
    List<StorePath> written() {
        return written;
    }

    /** The subtree that was removed. */
    @Nullable
    StorePath removed() {
        return removed;
    }

    List<Firing> firings() {
        return firings;
    }

    /** Change of the number of nodes by owner. */
    Map<Integer, Integer> nodes() {
        return nodes;
    }

    Change wrote(StorePath path) {
        written.add(path);
        return this;
    }

    Change removed(StorePath path) {
        removed = path;
        return this;
    }

    Change fires(StorePath path, boolean exact) {
        firings.add(new Firing(path, exact));
        return this;
    }

    Change owned(int domain, int difference) {
        nodes.merge(domain, difference, Integer::sum);
        return this;
    }

    /**
     * Watches that fire.
     *
     * @param path the node that changed
     * @param exact whether only watches on exactly that node fire, because it was removed with an ancestor
     */
    record Firing(StorePath path, boolean exact) {}
}
