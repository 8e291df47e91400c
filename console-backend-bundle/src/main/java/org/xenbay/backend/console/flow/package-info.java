// SPDX-License-Identifier: Apache-2.0
/**
 * The flow of bytes between a guest and whoever reads and types: the page's two rings, turns, room, and whether a guest waits
 * when its readers do not keep up. An {@link org.xenbay.backend.console.flow.Endpoint} is all that it knows of terminals, sockets
 * and files. It tells the journal what it took before it tells the guest.
 */
package org.xenbay.backend.console.flow;
