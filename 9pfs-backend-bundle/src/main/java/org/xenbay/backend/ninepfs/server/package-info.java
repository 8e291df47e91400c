// SPDX-License-Identifier: Apache-2.0
/**
 * The file server: sessions, fids, and what each message does. Knows no transport: a request comes as a {@link
 * org.xenbay.backend.ninepfs.server.Request}, which also takes its reply.
 *
 * <p>A request passes each class once. A Tread from a ring:
 *
 * <pre>
 * event ─► Lane ──polls──► Ring ──reserves──► Conversation ──accepts──► Lane (queue, threads)
 *            ▲              room, bytes,       tag, session,             │
 *            │              slot, memory       flushes                   ▼
 *            │                                                     PendingRequest
 *            │                                                           │
 *          next ◄── guest ◄── Reservation ◄── Call ◄── FileOps ◄── Dispatcher (rights, message type)
 *                             commits itself           file ─► ring
 * </pre>
 *
 * <p>A ring ({@code ring} package) has its lane, which it tells of events and which polls it. A client on a socket ({@code
 * socket} package) has a thread that reads requests; that thread gives them to the conversation in the lane's name, and may
 * carry out a fast one itself. When a request has ended, the lane tells its sources, so that they take requests for which
 * there was no room before.
 */
package org.xenbay.backend.ninepfs.server;
