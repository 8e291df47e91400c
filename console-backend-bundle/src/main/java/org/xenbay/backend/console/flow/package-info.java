// SPDX-License-Identifier: Apache-2.0
/**
 * The flow of bytes between a guest and its console's endpoints: the page's two rings, turns, room, and whether a guest waits
 * for slow readers. It knows terminals, sockets and files as {@link org.xenbay.backend.console.flow.Endpoint} only. It writes
 * output to the journal before it moves the ring's index.
 */
package org.xenbay.backend.console.flow;
