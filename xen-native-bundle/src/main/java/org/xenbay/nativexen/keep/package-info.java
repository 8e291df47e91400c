// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps this process's open files beyond its end, and takes over those of the process before it ({@link
 * org.xenbay.api.host.Keeper}, ADR 16).
 */
package org.xenbay.nativexen.keep;
