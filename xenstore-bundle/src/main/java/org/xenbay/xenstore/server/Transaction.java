// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.tree.internal.NodeMap;
import org.xenbay.xenstore.tree.internal.Trees;

/**
 * A snapshot with its own changes. It is cheap to start, because trees are immutable. It conflicts when a node that it read or
 * changed has changed in the live tree; a node that does not exist counts too.
 */
final class Transaction implements Workspace {

    private final Quotas quotas;
    private final Node base;
    private Node root;
    private final Set<StorePath> touched = new HashSet<>();
    /** In the order of paths, so that parents come before their children. */
    private final TreeSet<StorePath> written = new TreeSet<>();

    private final Set<StorePath> removed = new HashSet<>();
    private final Map<StorePath, Boolean> firings = new LinkedHashMap<>();
    private final Map<Integer, Integer> nodes = new HashMap<>();

    Transaction(Node base, Quotas quotas) {
        this.base = base;
        this.root = base;
        this.quotas = quotas;
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void accessed(StorePath path, Domain caller) {
        if (touched.add(path) && !caller.isPrivileged() && touched.size() > quotas.transactionNodes()) {
            touched.remove(path);
            throw new Refusal(StoreError.ENOSPC);
        }
    }

    @Override
    public int pendingNodes(int domain) {
        return nodes.getOrDefault(domain, 0);
    }

    @Override
    public void apply(Change change) {
        root = change.root();
        touched.addAll(change.written());
        written.addAll(change.written());
        StorePath gone = change.removed();
        if (gone != null) {
            removed.add(gone);
        }
        for (Change.Firing firing : change.firings()) {
            firings.put(firing.path(), firing.exact());
        }
        change.nodes().forEach((domain, difference) -> nodes.merge(domain, difference, Integer::sum));
    }

    /**
     * Applies the commit to the live tree.
     *
     * @param live the live tree's root
     * @param generation a new generation, for parents of removed nodes
     * @throws Refusal EAGAIN on a conflict
     */
    Change commit(Node live, long generation) {
        if (live != base && isInConflict(live)) {
            throw new Refusal(StoreError.EAGAIN);
        }
        Change change = new Change(live == base ? root : merged(live, generation));
        firings.forEach(change::fires);
        nodes.forEach(change::owned);
        return change;
    }

    private boolean isInConflict(Node live) {
        for (StorePath path : removed) {
            // Comparing by identity compares the whole subtree, because any change below makes new nodes up to the
            // root.
            if (Trees.find(base, path) != Trees.find(live, path)) {
                return true;
            }
        }
        for (StorePath path : touched) {
            if (!Objects.equals(generation(base, path), generation(live, path))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Long generation(Node root, StorePath path) {
        Node node = Trees.find(root, path);
        return node == null ? null : (Long) node.generation();
    }

    /** Repeats the changes on a live tree that has changed in other places. */
    private Node merged(Node live, long generation) {
        Node result = live;
        for (StorePath path : removed) {
            if (Trees.find(result, path) != null) {
                result = Trees.remove(result, path, generation);
            }
        }
        for (StorePath path : written) {
            Node mine = Trees.find(root, path);
            if (mine != null) {
                Node theirs = Trees.find(result, path);
                NodeMap children = theirs == null ? NodeMap.EMPTY : theirs.children();
                result = Trees.put(result, path, mine.withChildren(children));
            }
        }
        return result;
    }
}
