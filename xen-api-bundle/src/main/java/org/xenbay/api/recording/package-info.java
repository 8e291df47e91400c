// SPDX-License-Identifier: Apache-2.0
/**
 * Xenbay's events for the JDK's Flight Recorder. Only this package imports {@code jdk.jfr}; without that module it records
 * nothing.
 *
 * <p>Bundles use these classes directly; none is a service.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.recording;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
