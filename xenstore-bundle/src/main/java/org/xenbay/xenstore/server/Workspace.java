// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Node;

/** The tree that node requests work on: the live tree or a transaction's. Used under the engine's lock. */
interface Workspace {

    Node root();

    /** Notes that a request reads a path, even if the node does not exist. */
    void accessed(StorePath path, Domain caller);

    /** Number of nodes that changes which are not visible yet add to a domain's nodes. */
    int pendingNodes(int domain);

    void apply(Change change);
}
