// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

/**
 * The contents of a store in numbers; tests check for leaks with it.
 *
 * @param nodes nodes of the tree, the root included
 * @param watches watches set, by all connections
 * @param transactions transactions open, of all connections
 * @param connections connections within this virtual machine and through sockets
 */
public record StoreStatistics(int nodes, int watches, int transactions, int connections) {}
