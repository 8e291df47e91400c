// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.List;
import org.xenbay.api.device.DeviceId;

/**
 * A guest's keyboard and pointer that takes input.
 *
 * @param device which device
 * @param domainName the guest's name
 * @param uniqueId what the toolstack named this device by (xl.cfg's {@code unique-id}); empty when it did not
 * @param width width of the guest's screen in pixels, as the guest was told
 * @param height its height in pixels
 * @param takes what the guest takes now, in words: {@code keys}, {@code buttons}, {@code motion}, {@code position},
 *     {@code touch 10}
 */
public record InputTarget(
        DeviceId device, String domainName, String uniqueId, int width, int height, List<String> takes) {

    /** Copies its parts. */
    public InputTarget {
        takes = List.copyOf(takes);
    }
}
