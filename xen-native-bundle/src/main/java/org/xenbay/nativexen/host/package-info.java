// SPDX-License-Identifier: Apache-2.0
/**
 * Services of the host's operating system for backends, by the C library: pseudo terminals, the service
 * manager and its journal. Not exported.
 */
package org.xenbay.nativexen.host;
