// SPDX-License-Identifier: Apache-2.0
/** One device: its mailbox, its handler, its connection, and the code that carries out the state machine's actions. */
package org.xenbay.core.device;
