// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

/**
 * How much a store holds at one moment; tests count with it that nothing leaks.
 *
 * @param nodes nodes of the tree, the root included
 * @param watches watches set, by all connections
 * @param transactions transactions open, of all connections
 * @param connections connections through both doors
 */
public record StoreStatistics(int nodes, int watches, int transactions, int connections) {}
