// SPDX-License-Identifier: Apache-2.0
/**
 * Connections of stream sockets that outlast this process ({@link org.xenbay.api.host.StreamSockets}, ADR 55). Not exported.
 */
package org.xenbay.nativexen.socket;
