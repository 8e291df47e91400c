// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

/**
 * The properties of an output.
 *
 * @param columns the terminal's width; 0 when it is not a terminal: then nothing is cut, aligned or coloured
 * @param colour whether colours are wanted
 */
public record Page(int columns, boolean colour) {

    /** A pipe or a file. */
    public static final Page PLAIN = new Page(0, false);

    boolean isPlain() {
        return columns <= 0;
    }
}
