// SPDX-License-Identifier: Apache-2.0
/**
 * Pixels as bytes of the RFB protocol (RFC 6143, 7.7, and the community's rfbproto for Tight): formats of viewers, and encodings. An
 * encoder belongs to one viewer and one thread.
 */
package org.xenbay.vnc.encoding;
