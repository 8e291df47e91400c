// SPDX-License-Identifier: Apache-2.0
/** The server's transport on sockets of this host, for genuine 9P clients: to try the server, or to use it without Xen. */
package org.xenbay.backend.ninepfs.socket;
