// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/** The log of one device. A line is written when the device's debug level (0 unless told otherwise) is high enough. */
@ProviderType
public interface DeviceLog {

    /**
     * Level 0: a fault. Lines of one device are limited in rate, because a guest can cause them.
     *
     * @param message without the device's id
     */
    void error(String message);

    /**
     * Level 1: information for operators.
     *
     * @param message without the device's id
     */
    void info(String message);

    /**
     * Level 2 and above: for debugging this device.
     *
     * @param message called only when the line is written
     */
    void debug(Supplier<String> message);
}
