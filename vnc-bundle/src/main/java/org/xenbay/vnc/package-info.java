// SPDX-License-Identifier: Apache-2.0
/**
 * VNC viewers as a source of input: a server of the RFB protocol, version 3.8 (RFC 6143), on a UNIX socket or a port of the
 * loopback interface. The picture is a plain screen that names the guest which has the input. Nothing is exported.
 */
package org.xenbay.vnc;
