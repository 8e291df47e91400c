// SPDX-License-Identifier: Apache-2.0
/**
 * What goes on while a page is open: changes of devices, consoles and screens, a WebSocket each. Each has threads of its own, and at most
 * one frame under way: a browser that does not read makes its own threads wait, and nobody else.
 */
package org.xenbay.web.socket;
