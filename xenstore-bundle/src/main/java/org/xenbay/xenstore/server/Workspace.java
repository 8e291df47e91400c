// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Node;

/** The tree that node requests work on: the live tree or a transaction's. Used under the engine's lock. */
interface Workspace {

    Node root();

    /** Notes that a request reads a path, whether or not there is a node. */
    void accessed(StorePath path, Domain caller);

    /** Nodes that changes not yet visible add to those a domain owns. */
    int pendingNodes(int domain);

    void apply(Change change);
}
