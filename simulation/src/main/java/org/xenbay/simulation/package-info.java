// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of backends: a host whose backend's code is replaced, or whose daemon is restarted or killed, at a chosen step of
 * what it does, while Xen and the guests live on.
 */
package org.xenbay.simulation;
