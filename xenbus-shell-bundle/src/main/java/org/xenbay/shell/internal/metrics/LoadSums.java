// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.DeviceView;

/** Adds up what the figures of a device say of its load, whatever its backend calls them. */
public final class LoadSums {

    private LoadSums() {}

    /**
     * @param device a device
     * @return the sums; without what its backend does not count, and without what is not known now
     */
    public static Map<Load, Long> of(DeviceView device) {
        Map<Load, Long> sums = new EnumMap<>(Load.class);
        for (Figure figure : device.figures().values()) {
            Number value = figure.value();
            if (figure.load() != Load.NONE && value != null) {
                sums.merge(figure.load(), value.longValue(), Long::sum);
            }
        }
        return sums;
    }
}
