// SPDX-License-Identifier: Apache-2.0
/** Plays the handshake of a device from a bug report again, with the embedded Xen, the core and the device's backend in one process. */
package org.xenbay.replay;
