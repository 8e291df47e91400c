// SPDX-License-Identifier: Apache-2.0
/**
 * The state that a console hands over to its successor: parked for an update, and in the journal for a kill. Both contain
 * output that not all readers have got, each reader's place, and the open terminal and sockets. The package knows the output's
 * buffer, but neither consoles nor endpoints nor rings.
 */
package org.xenbay.backend.console.handover;
