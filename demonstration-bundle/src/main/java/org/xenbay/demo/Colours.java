// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

/** Numbers 0x00RRGGBB. */
final class Colours {

    private Colours() {}

    /** @param part the part of the second colour, 0 to 256; other values are limited to this range */
    static int mix(int one, int other, int part) {
        int share = Math.max(0, Math.min(256, part));
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = one >> shift & 0xFF;
            int to = other >> shift & 0xFF;
            mixed |= from + ((to - from) * share >> 8) << shift;
        }
        return mixed;
    }
}
