// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

/** A sine from -256 to 256, with a period of 1024. */
final class Wave {

    private final int[] values = new int[1024];

    Wave() {
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) Math.round(256 * Math.sin(2 * Math.PI * i / values.length));
        }
    }

    int at(long phase) {
        return values[(int) (phase & 1023)];
    }
}
