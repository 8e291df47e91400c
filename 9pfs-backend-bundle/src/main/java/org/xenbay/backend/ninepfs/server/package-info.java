// SPDX-License-Identifier: Apache-2.0
/**
 * The file server: sessions, fids, and what each message does. Knows no transport: a request comes as a {@link
 * org.xenbay.backend.ninepfs.server.Request}, which also takes its reply.
 */
package org.xenbay.backend.ninepfs.server;
