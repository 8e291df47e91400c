// SPDX-License-Identifier: Apache-2.0
/**
 * What a console leaves to the process or the bundle that goes on with it: the parked form of an update, and the journal that is
 * there after a kill. Both say the same: output that some reader has not got, each reader's place, the open terminal and sockets.
 * Knows the output's buffer; knows no console, no endpoint and no ring.
 */
package org.xenbay.backend.console.handover;
