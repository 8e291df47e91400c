// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.AccessList;
import org.xenbay.xenstore.tree.internal.AccessList.Access;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.tree.internal.NodeMap;
import org.xenbay.xenstore.tree.internal.Trees;

/** The requests that read and change nodes: permissions, quotas, and which watches a change fires. */
final class NodeRequests {

    private static final byte[] NO_VALUE = {};

    private final Quotas quotas;
    private final LongSupplier generations;

    NodeRequests(Quotas quotas, LongSupplier generations) {
        this.quotas = quotas;
        this.generations = generations;
    }

    /**
     * @return the node; null if it does not exist and the caller may know that
     * @throws Refusal EACCES when the caller lacks that access to the node or to its nearest existing ancestor
     */
    @Nullable
    Node find(Workspace workspace, Domain caller, StorePath path, Access wanted) {
        checkPath(caller, path);
        workspace.accessed(path, caller);
        Node node = Trees.find(workspace.root(), path);
        boolean allowed = caller.isPrivileged()
                || (node != null
                        ? caller.may(wanted, node.permissions())
                        : caller.may(wanted == Access.OWN ? Access.WRITE : wanted, nearest(workspace, path)));
        if (!allowed) {
            throw new Refusal(StoreError.EACCES);
        }
        return node;
    }

    void write(Workspace workspace, Domain caller, StorePath path, byte[] value) {
        Node existing = find(workspace, caller, path, Access.WRITE);
        if (existing == null) {
            create(workspace, caller, path, value);
        } else {
            replace(workspace, caller, path, existing.withValue(value, generations.getAsLong()));
        }
    }

    void makeDirectory(Workspace workspace, Domain caller, StorePath path) {
        if (find(workspace, caller, path, Access.WRITE) == null) {
            create(workspace, caller, path, NO_VALUE);
        }
    }

    void remove(Workspace workspace, Domain caller, StorePath path) {
        Node node = find(workspace, caller, path, Access.WRITE);
        if (path.equals(StorePath.ROOT)) {
            throw new Refusal(StoreError.EINVAL);
        }
        StorePath parent = path.parent();
        if (node == null) {
            workspace.accessed(parent, caller);
            if (Trees.find(workspace.root(), parent) == null) {
                throw new Refusal(StoreError.ENOENT);
            }
            return;
        }
        Change change = new Change(Trees.remove(workspace.root(), path, generations.getAsLong()))
                .wrote(parent)
                .removed(path)
                .fires(path, false)
                .owned(node.permissions().owner(), -1);
        Trees.forEachBelow(
                path,
                node,
                (below, gone) ->
                        change.fires(below, true).owned(gone.permissions().owner(), -1));
        workspace.apply(change);
    }

    void setPermissions(Workspace workspace, Domain caller, StorePath path, AccessList permissions) {
        Node node = find(workspace, caller, path, Access.OWN);
        if (node == null) {
            throw new Refusal(StoreError.ENOENT);
        }
        int owner = node.permissions().owner();
        if (!caller.isPrivileged()) {
            if (permissions.entries().size() > quotas.permissions()) {
                throw new Refusal(StoreError.ENOSPC);
            }
            if (permissions.owner() != owner) {
                throw new Refusal(StoreError.EPERM);
            }
        }
        Node changed = node.withPermissions(permissions, generations.getAsLong());
        checkSize(caller, changed);
        workspace.apply(new Change(Trees.put(workspace.root(), path, changed))
                .wrote(path)
                .fires(path, false)
                .owned(owner, -1)
                .owned(permissions.owner(), 1));
    }

    private void replace(Workspace workspace, Domain caller, StorePath path, Node node) {
        checkSize(caller, node);
        workspace.apply(
                new Change(Trees.put(workspace.root(), path, node)).wrote(path).fires(path, false));
    }

    /** Creates a node and its missing parents; only the node itself fires watches. */
    private void create(Workspace workspace, Domain caller, StorePath path, byte[] value) {
        StorePath anchor = Trees.nearest(workspace.root(), path);
        Node above = existing(workspace, anchor);
        AccessList permissions = caller.isPrivileged()
                ? above.permissions()
                : above.permissions().withOwner(caller.id());
        List<StorePath> created = new ArrayList<>();
        StorePath top = path;
        Node node = new Node(value, permissions, NodeMap.EMPTY, generations.getAsLong());
        checkSize(caller, node);
        for (created.add(top); !top.parent().equals(anchor); created.add(top)) {
            NodeMap only = NodeMap.EMPTY.with(top.name(), node);
            node = new Node(NO_VALUE, permissions, only, generations.getAsLong());
            top = top.parent();
            checkSize(caller, node);
        }
        checkNodes(workspace, caller, created.size());
        Node changed = above.withNewChild(top.name(), node, generations.getAsLong());
        checkSize(caller, changed);
        Change change = new Change(Trees.put(workspace.root(), anchor, changed))
                .wrote(anchor)
                .fires(path, false)
                .owned(permissions.owner(), created.size());
        for (StorePath each : created) {
            workspace.accessed(each, caller);
            change.wrote(each);
        }
        workspace.apply(change);
    }

    private AccessList nearest(Workspace workspace, StorePath path) {
        return existing(workspace, Trees.nearest(workspace.root(), path)).permissions();
    }

    private static Node existing(Workspace workspace, StorePath nearest) {
        return Objects.requireNonNull(Trees.find(workspace.root(), nearest), "the nearest node exists");
    }

    private void checkPath(Domain caller, StorePath path) {
        if (caller.isPrivileged()) {
            return;
        }
        String home = StorePath.ofDomain(caller.id()) + "/";
        String text = path.toString();
        int counted = text.startsWith(home) ? text.length() - home.length() : text.length();
        if (counted > quotas.pathBytes()) {
            throw new Refusal(StoreError.EINVAL);
        }
    }

    private void checkSize(Domain caller, Node node) {
        if (!caller.isPrivileged() && node.weight() > quotas.nodeBytes()) {
            throw new Refusal(StoreError.ENOSPC);
        }
    }

    private void checkNodes(Workspace workspace, Domain caller, int created) {
        if (!caller.isPrivileged() && caller.nodes + workspace.pendingNodes(caller.id()) + created > quotas.nodes()) {
            throw new Refusal(StoreError.ENOSPC);
        }
    }
}
