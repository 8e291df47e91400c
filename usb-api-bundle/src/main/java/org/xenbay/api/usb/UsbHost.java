// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells why the host's USB devices are not available. The bundle that registers them as services registers this service too,
 * even when it cannot use USB; other bundles can thereby explain a missing device. From any thread.
 */
@ProviderType
public interface UsbHost {

    /** @return why the host's devices are not available, one line; empty when they are, even if none is plugged in */
    String trouble();
}
