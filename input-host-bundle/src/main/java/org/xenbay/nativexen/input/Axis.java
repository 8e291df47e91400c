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

    /** @return how many steps there are from the least value to the greatest, as far as an int goes */
    int span() {
        return (int) Math.min(Integer.MAX_VALUE, (long) max - min);
    }

    /** @return steps from the least value; a device may tell values that it said it has not */
    int from(int value) {
        return (int) Math.max(0, Math.min(span(), (long) value - min));
    }
}
