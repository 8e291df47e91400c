// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend counts and measures of a device: shown by {@code xenbay metrics} and with the device.
 *
 * <p>A handler registers figures with the {@link org.xenbay.api.figure.Figures} of its device. No lock is taken where something is
 * counted.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.figure;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
