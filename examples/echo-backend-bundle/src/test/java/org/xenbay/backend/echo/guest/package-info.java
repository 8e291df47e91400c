// SPDX-License-Identifier: Apache-2.0
/** The guest's half of the device: for tests, and for guests of the embedded Xen in a daemon. Linux has a driver of its own. */
package org.xenbay.backend.echo.guest;
