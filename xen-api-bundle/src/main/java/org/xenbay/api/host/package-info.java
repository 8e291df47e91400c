// SPDX-License-Identifier: Apache-2.0
/**
 * What backends and the core need from the host's operating system and the JDK does not have.
 *
 * <p>Implemented by xen-native-bundle ({@link org.xenbay.api.host.Competitors} by device-model-bundle), registered as
 * services; no type of a native binding is visible here.
 */
@Export
@Version("1.4.0")
package org.xenbay.api.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
