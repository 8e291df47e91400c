// SPDX-License-Identifier: Apache-2.0
/**
 * Devices by load, as {@code top} shows processes: what a look at the host has found, what happened between two looks, and how that is
 * shown. Knows no service; {@code TopCommand} gives it the looks.
 */
package org.xenbay.shell.internal.top;
