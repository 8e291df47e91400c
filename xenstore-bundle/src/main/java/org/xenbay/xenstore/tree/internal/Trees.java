// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.tree.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StorePath;

/**
 * Lookups in a tree of immutable nodes, and changes that make a new root. No method recurses along a path, because a path may
 * have more than a thousand components.
 */
public final class Trees {

    private Trees() {}

    /** The node at a path. */
    public static @Nullable Node find(Node root, StorePath path) {
        String text = path.toString();
        Node node = root;
        for (int from = 1; node != null && from < text.length(); ) {
            int end = componentEnd(text, from);
            node = node.children().get(text.substring(from, end));
            from = end + 1;
        }
        return node;
    }

    /** Returns the path itself if the node exists, otherwise its nearest existing ancestor. */
    public static StorePath nearest(Node root, StorePath path) {
        StorePath at = path;
        while (find(root, at) == null) {
            at = at.parent();
        }
        return at;
    }

    /** Returns a new root in which a node replaces the one at a path; its parent exists. Generations above stay. */
    public static Node put(Node root, StorePath path, Node node) {
        if (path.equals(StorePath.ROOT)) {
            return node;
        }
        Node changed = node;
        Deque<Step> steps = steps(root, path);
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            changed = step.parent.withChanged(step.name, changed);
        }
        return changed;
    }

    /** Returns a new root without the node at a path and everything below it; its parent gets a new generation. */
    public static Node remove(Node root, StorePath path, long generation) {
        StorePath parent = path.parent();
        Node changed = Objects.requireNonNull(find(root, parent), "a removed node has a parent");
        return put(root, parent, changed.withoutChild(path.name(), generation));
    }

    /** Calls the visitor for every node below a path, parents first. */
    public static void forEachBelow(StorePath path, Node node, Visitor visitor) {
        Deque<Located> open = new ArrayDeque<>();
        open.push(new Located(path, node));
        while (!open.isEmpty()) {
            Located at = open.pop();
            for (NodeMap entry : at.node.children()) {
                StorePath child = at.path.child(entry.name());
                visitor.visit(child, entry.node());
                if (entry.node().children().size() > 0) {
                    open.push(new Located(child, entry.node()));
                }
            }
        }
    }

    /** The number of nodes of a tree, its root included. */
    public static int count(Node root) {
        int[] count = {1};
        forEachBelow(StorePath.ROOT, root, (path, node) -> count[0]++);
        return count[0];
    }

    private static Deque<Step> steps(Node root, StorePath path) {
        String text = path.toString();
        Deque<Step> steps = new ArrayDeque<>();
        Node next = root;
        for (int from = 1; from < text.length(); ) {
            int end = componentEnd(text, from);
            String name = text.substring(from, end);
            Node parent = Objects.requireNonNull(next, "only the last component may be new");
            steps.push(new Step(parent, name));
            next = parent.children().get(name);
            from = end + 1;
        }
        return steps;
    }

    private static int componentEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    /** Visits nodes. */
    @FunctionalInterface
    public interface Visitor {
        void visit(StorePath path, Node node);
    }

    private record Step(Node parent, String name) {}

    private record Located(StorePath path, Node node) {}
}
