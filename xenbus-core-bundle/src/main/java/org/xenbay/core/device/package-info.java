// SPDX-License-Identifier: Apache-2.0
/** One device: its mailbox, its handler, its connection, and the actions of the state machine carried out. */
package org.xenbay.core.device;
