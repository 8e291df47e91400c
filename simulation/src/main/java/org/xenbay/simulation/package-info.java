// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of backends: a host whose backend is updated, or whose daemon is restarted or killed, at a chosen step, while
 * Xen and the guests keep running.
 */
package org.xenbay.simulation;
