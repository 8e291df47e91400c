// SPDX-License-Identifier: Apache-2.0
/**
 * What is recorded of devices: the last minutes of each ({@link org.xenbay.api.recording.DeviceHistory}), and Xenbay's events for the JDK's
 * Flight Recorder. Only this package imports {@code jdk.jfr}; without that module it makes no events.
 *
 * <p>A handler gets its device's history from its context. Bundles use the other classes directly; none is a service.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.recording;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
