// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The host's own USB. A service of the bundle that registers the host's devices, also when it cannot: so that who looks
 * for a device that is not there can say why. Any thread.
 */
@ProviderType
public interface UsbHost {

    /** @return why no device of the host can be had, one line; empty when they can (there may still be none) */
    String trouble();
}
