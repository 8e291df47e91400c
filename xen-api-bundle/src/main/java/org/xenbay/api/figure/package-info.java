// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend counts and measures of a device. {@code xenbay metrics} and {@code xenbay device} show it.
 *
 * <p>A handler registers figures with the {@link org.xenbay.api.figure.Figures} of its device. Counting takes no lock.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.figure;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
