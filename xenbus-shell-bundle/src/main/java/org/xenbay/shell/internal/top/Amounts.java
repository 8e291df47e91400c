// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers in a few characters, for people. */
final class Amounts {

    /** A cell of what is not known. */
    static final String UNKNOWN = "-";

    private static final double KIB = 1024;
    private static final String[] UNITS = {"", "K", "M", "G", "T", "P"};
    private static final double FEW = 10;

    private Amounts() {}

    /** @return a whole number from ten on, else with one digit after the point */
    static String count(@Nullable Number value) {
        return value == null ? UNKNOWN : digits(value.doubleValue());
    }

    /** @return in the largest unit of 1024 of which it has one */
    static String bytes(@Nullable Number value) {
        if (value == null) {
            return UNKNOWN;
        }
        double amount = value.doubleValue();
        int unit = 0;
        while (amount >= KIB && unit < UNITS.length - 1) {
            amount /= KIB;
            unit++;
        }
        return digits(amount) + UNITS[unit];
    }

    private static String digits(double number) {
        boolean whole = number == Math.rint(number) || number >= FEW;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", number);
    }
}
