// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import org.xenbay.api.device.NodeValues;

/**
 * The offered features that a guest requested.
 *
 * @param absolute positions instead of motion
 * @param raw positions unscaled, 0 to {@link KbdPage#RAW_MAX}; only with {@code absolute}
 * @param touch touches
 */
record Mode(boolean absolute, boolean raw, boolean touch) {

    static final String ABSOLUTE = "request-abs-pointer";
    static final String RAW = "request-raw-pointer";
    static final String TOUCH = "request-multi-touch";

    /** Ignores a request for a feature that is not offered, and a value that is not a number. */
    static Mode of(Features offered, NodeValues requests) {
        boolean absolute = offered.absolute() && offered.pointer() && asked(requests, ABSOLUTE);
        return new Mode(
                absolute, absolute && offered.raw() && asked(requests, RAW), offered.touch() && asked(requests, TOUCH));
    }

    static boolean isRequest(String node) {
        return node.isEmpty() || node.equals(ABSOLUTE) || node.equals(RAW) || node.equals(TOUCH);
    }

    private static boolean asked(NodeValues requests, String name) {
        return requests.text(name).filter("1"::equals).isPresent();
    }
}
