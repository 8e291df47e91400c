// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

/**
 * The values of an absolute axis ({@code struct input_absinfo}).
 *
 * @param min least value
 * @param max greatest value
 */
record Axis(int min, int max) {

    static final Axis NONE = new Axis(0, 0);

    boolean isThere() {
        return max > min;
    }

    /** @return number of steps from the least value to the greatest, limited to the range of an int */
    int span() {
        return (int) Math.min(Integer.MAX_VALUE, (long) max - min);
    }

    /** @return steps from the least value, limited to the axis: a device may report values out of its range */
    int from(int value) {
        return (int) Math.max(0, Math.min(span(), (long) value - min));
    }
}
