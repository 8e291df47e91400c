// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration guests: domains of the embedded Xen, with a small shell on each console. The launcher installs this
 * bundle only where there is an embedded Xen.
 *
 * <p>It uses the frontends, which are compiled in, and the API.
 */
package org.xenbay.demo;
