// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

/**
 * The quotas of one guest; domain 0 is exempt. Beyond a quota requests are refused with the error of the C daemon of Xen
 * 4.17.
 *
 * @param nodes nodes that it owns (ENOSPC)
 * @param watches watches that it has set (E2BIG)
 * @param nodeBytes size of a node: value, names of its children, eight bytes a permission (ENOSPC)
 * @param transactions transactions that it has open (ENOSPC)
 * @param permissions entries of a permission list (ENOSPC)
 * @param transactionNodes nodes that one transaction reads or changes (ENOSPC)
 * @param pathBytes length of a path, the domain's own home not counted (EINVAL)
 */
public record Quotas(
        int nodes, int watches, int nodeBytes, int transactions, int permissions, int transactionNodes, int pathBytes) {

    /** The defaults of the C daemon of Xen 4.17. */
    public static final Quotas DEFAULT = new Quotas(1000, 128, 2048, 10, 5, 1024, 2048);
}
