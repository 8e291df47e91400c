// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.tree.internal;

/**
 * One node of the store, immutable. The generation is new whenever the value, the permissions or the set of children's names
 * change; it stays when only a deeper node changes. No two changes get the same generation.
 */
public final class Node {

    private static final int BYTES_PER_PERMISSION = 8;

    private final byte[] value;
    private final AccessList permissions;
    private final NodeMap children;
    private final long generation;

    public Node(byte[] value, AccessList permissions, NodeMap children, long generation) {
        this.value = value;
        this.permissions = permissions;
        this.children = children;
        this.generation = generation;
    }

    /** Returns the array itself, which must not be changed. */
    public byte[] value() {
        return value;
    }

    public AccessList permissions() {
        return permissions;
    }

    public NodeMap children() {
        return children;
    }

    public long generation() {
        return generation;
    }

    /** The size that counts for the quota. */
    public int weight() {
        return value.length
                + children.nameBytes()
                + BYTES_PER_PERMISSION * permissions.entries().size();
    }

    public Node withValue(byte[] newValue, long newGeneration) {
        return new Node(newValue, permissions, children, newGeneration);
    }

    public Node withPermissions(AccessList newPermissions, long newGeneration) {
        return new Node(value, newPermissions, children, newGeneration);
    }

    /** Returns this node with a new child. */
    public Node withNewChild(String name, Node child, long newGeneration) {
        return new Node(value, permissions, children.with(name, child), newGeneration);
    }

    public Node withoutChild(String name, long newGeneration) {
        return new Node(value, permissions, children.without(name), newGeneration);
    }

    /** Returns this node with a new version of an existing child. */
    public Node withChanged(String name, Node child) {
        return new Node(value, permissions, children.with(name, child), generation);
    }

    /** Returns this node with other children and the rest unchanged. */
    public Node withChildren(NodeMap newChildren) {
        return new Node(value, permissions, newChildren, generation);
    }
}
