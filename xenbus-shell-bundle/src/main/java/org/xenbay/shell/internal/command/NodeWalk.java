// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.shell.internal.render.NodeView;

/**
 * Reads the nodes below a node of XenStore into bounded memory: guests write the values, and how many nodes there are. Used by one
 * thread.
 */
final class NodeWalk {

    /** Most bytes of all nodes; 40,000 nodes of usual length. The text of the listing needs as much again. */
    static final int MAX_BYTES = 8 << 20;

    /** Bytes that a node needs beside its texts. */
    private static final int NODE_BYTES = 120;

    private static final int PERMISSION_BYTES = 32;

    private final XenStore store;
    private final StorePath top;
    private final boolean recursive;
    private final boolean permissions;
    private final Deque<StorePath> todo = new ArrayDeque<>();
    private long bytes;

    /**
     * @param recursive whether all levels are read, or only the next one
     * @param permissions whether permissions are read too
     */
    NodeWalk(XenStore store, StorePath top, boolean recursive, boolean permissions) {
        this.store = store;
        this.top = top;
        this.recursive = recursive;
        this.permissions = permissions;
    }

    /**
     * @return each node before those below it
     * @throws CommandFailure when the top is not there, or there is too much below it
     */
    List<NodeView> nodes() {
        if (!push(top)) {
            throw new CommandFailure("there is no node " + top);
        }
        List<NodeView> nodes = new ArrayList<>();
        while (!todo.isEmpty()) {
            StorePath path = todo.pop();
            Optional<String> value = store.read(path);
            if (value.isEmpty()) {
                continue; // Removed since its parent was listed.
            }
            List<Permission> allowed = permissions ? store.permissions(path).orElse(List.of()) : List.of();
            take(value.get().length() + (long) PERMISSION_BYTES * allowed.size());
            nodes.add(new NodeView(path, value.get(), allowed));
            if (recursive) {
                push(path);
            }
        }
        return nodes;
    }

    /** @return false when there is no such node */
    private boolean push(StorePath path) {
        Optional<List<String>> names = store.list(path);
        List<String> below = new ArrayList<>(names.orElse(List.of()));
        below.removeIf(String::isEmpty);
        below.sort(Collections.reverseOrder());
        int parent = path.toString().length();
        for (String name : below) {
            take(NODE_BYTES + parent + 1L + name.length());
            todo.push(path.child(name));
        }
        return names.isPresent();
    }

    private void take(long more) {
        bytes += more;
        if (bytes > MAX_BYTES) {
            throw new CommandFailure("what is below " + top + " needs more than " + (MAX_BYTES >> 20)
                    + " MiB of memory, so nothing is shown; choose a node below it");
        }
    }
}
