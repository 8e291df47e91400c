// SPDX-License-Identifier: Apache-2.0
/**
 * What Xenbay tells the JDK's Flight Recorder. The only package that knows {@code jdk.jfr}, without which it records nothing.
 *
 * <p>Plain JDK, used directly; nothing here is a service.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.recording;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
