// SPDX-License-Identifier: Apache-2.0
/**
 * What a console hands over to its successor: the parked form for an update, and the journal for a kill. Both contain
 * output that some reader has not got, each reader's place, and the open terminal and sockets. Knows the output's buffer;
 * knows no console, no endpoint and no ring.
 */
package org.xenbay.backend.console.handover;
