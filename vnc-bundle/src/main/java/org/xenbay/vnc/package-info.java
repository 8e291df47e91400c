// SPDX-License-Identifier: Apache-2.0
/**
 * Screens for VNC viewers: servers of the RFB protocol, version 3.8 (RFC 6143), and its extensions (rfbproto). {@code ScreenServers} has
 * one for each guest's screen, on a UNIX socket and, as the toolstack wants it, on a port; {@code VncSource} is one whose picture only
 * names the guest that has the input. Nothing is exported.
 */
package org.xenbay.vnc;
