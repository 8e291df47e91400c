// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.tree.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from names to nodes in the order of the names: a change makes a new map, which shares all entries except a
 * logarithmic number with the old one. It is a weight-balanced tree (Adams; delta 3, ratio 2).
 */
public final class NodeMap implements Iterable<NodeMap> {

    private static final int DELTA = 3;
    private static final int RATIO = 2;

    /** The map without entries. */
    public static final NodeMap EMPTY = new NodeMap();

    private final String name;
    private final Node node;
    private final NodeMap left;
    private final NodeMap right;
    private final int size;
    private final int nameBytes;

    @SuppressWarnings("NullAway") // the empty map is not an entry: its node is never read
    private NodeMap() {
        name = "";
        node = null;
        left = this;
        right = this;
        size = 0;
        nameBytes = 0;
    }

    private NodeMap(String name, Node node, NodeMap left, NodeMap right) {
        this.name = name;
        this.node = node;
        this.left = left;
        this.right = right;
        this.size = left.size + right.size + 1;
        this.nameBytes = left.nameBytes + right.nameBytes + name.length() + 1;
    }

    /** Name of this entry; iteration yields entries. */
    public String name() {
        return name;
    }

    /** Node of this entry. */
    public Node node() {
        return node;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Length of all names with a NUL after each, as in a DIRECTORY reply. */
    public int nameBytes() {
        return nameBytes;
    }

    /** The node of that name. */
    public @Nullable Node get(String wanted) {
        NodeMap at = this;
        while (at.size > 0) {
            int order = wanted.compareTo(at.name);
            if (order == 0) {
                return at.node;
            }
            at = order < 0 ? at.left : at.right;
        }
        return null;
    }

    /** This map with that entry added or replaced. */
    public NodeMap with(String newName, Node newNode) {
        if (size == 0) {
            return new NodeMap(newName, newNode, EMPTY, EMPTY);
        }
        int order = newName.compareTo(name);
        if (order == 0) {
            return new NodeMap(name, newNode, left, right);
        }
        return order < 0
                ? balanced(name, node, left.with(newName, newNode), right)
                : balanced(name, node, left, right.with(newName, newNode));
    }

    /** This map without that entry. */
    public NodeMap without(String oldName) {
        if (size == 0) {
            return this;
        }
        int order = oldName.compareTo(name);
        if (order < 0) {
            return balanced(name, node, left.without(oldName), right);
        }
        if (order > 0) {
            return balanced(name, node, left, right.without(oldName));
        }
        if (left.size == 0) {
            return right;
        }
        if (right.size == 0) {
            return left;
        }
        NodeMap next = right.first();
        return balanced(next.name, next.node, left, right.without(next.name));
    }

    /** The names, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(size);
        for (NodeMap entry : this) {
            names.add(entry.name);
        }
        return names;
    }

    /** The entries, in the order of their names. */
    @Override
    public Iterator<NodeMap> iterator() {
        Deque<NodeMap> path = new ArrayDeque<>();
        descend(this, path);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !path.isEmpty();
            }

            @Override
            public NodeMap next() {
                if (path.isEmpty()) {
                    throw new NoSuchElementException();
                }
                NodeMap entry = path.pop();
                descend(entry.right, path);
                return entry;
            }
        };
    }

    /** Number of entries on the longest path down from this one. */
    int height() {
        return size == 0 ? 0 : 1 + Math.max(left.height(), right.height());
    }

    private static void descend(NodeMap from, Deque<NodeMap> path) {
        for (NodeMap at = from; at.size > 0; at = at.left) {
            path.push(at);
        }
    }

    private NodeMap first() {
        NodeMap at = this;
        while (at.left.size > 0) {
            at = at.left;
        }
        return at;
    }

    private static NodeMap balanced(String name, Node node, NodeMap left, NodeMap right) {
        if (left.size + right.size <= 1) {
            return new NodeMap(name, node, left, right);
        }
        if (right.size > DELTA * left.size) {
            return rotatedLeft(name, node, left, right);
        }
        if (left.size > DELTA * right.size) {
            return rotatedRight(name, node, left, right);
        }
        return new NodeMap(name, node, left, right);
    }

    private static NodeMap rotatedLeft(String name, Node node, NodeMap left, NodeMap right) {
        if (right.left.size < RATIO * right.right.size) {
            return new NodeMap(right.name, right.node, new NodeMap(name, node, left, right.left), right.right);
        }
        NodeMap middle = right.left;
        return new NodeMap(
                middle.name,
                middle.node,
                new NodeMap(name, node, left, middle.left),
                new NodeMap(right.name, right.node, middle.right, right.right));
    }

    private static NodeMap rotatedRight(String name, Node node, NodeMap left, NodeMap right) {
        if (left.right.size < RATIO * left.left.size) {
            return new NodeMap(left.name, left.node, left.left, new NodeMap(name, node, left.right, right));
        }
        NodeMap middle = left.right;
        return new NodeMap(
                middle.name,
                middle.node,
                new NodeMap(left.name, left.node, left.left, middle.left),
                new NodeMap(name, node, middle.right, right));
    }
}
