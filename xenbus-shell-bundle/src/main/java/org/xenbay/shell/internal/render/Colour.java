// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import org.xenbay.api.command.Tone;

/** The few colours used (ECMA-48, Select Graphic Rendition). */
enum Colour {
    NONE(""),
    HEADING("1"),
    GOOD("32"),
    BUSY("33"),
    BAD("31");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    static Colour of(Tone tone) {
        return valueOf(tone.name());
    }

    String paint(String text, Page page) {
        return this == NONE || !page.colour() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
