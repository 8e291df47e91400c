// SPDX-License-Identifier: Apache-2.0
/** Writes what is measured of the host as text that monitoring systems read. Knows no service. */
package org.xenbay.shell.internal.metrics;
