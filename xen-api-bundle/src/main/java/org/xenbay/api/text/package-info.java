// SPDX-License-Identifier: Apache-2.0
/**
 * Forms of text that more than one bundle writes.
 *
 * <p>Plain JDK, used directly; nothing here is a service.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
