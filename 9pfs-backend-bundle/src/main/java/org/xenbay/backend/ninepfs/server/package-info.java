// SPDX-License-Identifier: Apache-2.0
/**
 * The file server: sessions, fids, and the effect of each message. It knows no transport: a request is a {@link
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
 * <p>A ring ({@code ring} package) alerts its lane to events, and the lane polls the ring. A client on a socket ({@code socket}
 * package) has a thread that reads requests. That thread passes them to the conversation for the lane, and may carry out a fast
 * one itself. When a request has ended, the lane informs its sources, so that they take requests for which there was no room
 * before.
 */
package org.xenbay.backend.ninepfs.server;
