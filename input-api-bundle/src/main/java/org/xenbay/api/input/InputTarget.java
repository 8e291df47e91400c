// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.List;
import org.xenbay.api.device.DeviceId;

/**
 * A guest's keyboard and pointer that takes input.
 *
 * @param device the guest's device
 * @param domainName the guest's name
 * @param uniqueId the toolstack's name of this device (xl.cfg's {@code unique-id}); empty without one
 * @param width width of the guest's screen in pixels, as it was published to the guest
 * @param height its height in pixels
 * @param takes the kinds of input that the guest takes now: {@code keys}, {@code buttons}, {@code motion}, {@code position},
 *     {@code touch 10}
 */
public record InputTarget(
        DeviceId device, String domainName, String uniqueId, int width, int height, List<String> takes) {

    /** Copies its parts. */
    public InputTarget {
        takes = List.copyOf(takes);
    }
}
