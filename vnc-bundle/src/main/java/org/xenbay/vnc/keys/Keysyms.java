// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.xenbay.api.input.KeyNames;
import org.xenbay.api.input.KeyboardLayout;

/**
 * Maps the keysyms of a viewer (X11's keysymdef.h) to keys: a table for keys without a character, the guest's layout for
 * characters. Caps Lock and Shift Lock are left out, as RFC 6143 (7.5.4) says: a keysym tells the case, so the guest's Caps
 * Lock cannot differ from the viewer's.
 */
public final class Keysyms {

    /** Keysyms that are not characters, then their keys in the same order. */
    private static final String TABLE = """
            ff08 backspace  ff09 tab  ff0d enter  ff13 pause  ff14 scrolllock  ff15 sysrq  ff1b esc  ffff delete
            ff50 home  ff51 left  ff52 up  ff53 right  ff54 down  ff55 pageup  ff56 pagedown  ff57 end
            ff61 sysrq  ff63 insert  ff67 compose  ff6a help  ff6b pause  ff7e rightalt  ff7f numlock
            ff8d kpenter  ff95 kp7  ff96 kp4  ff97 kp8  ff98 kp6  ff99 kp2  ff9a kp9  ff9b kp3  ff9c kp1
            ff9d kp5  ff9e kp0  ff9f kpdot  ffaa kpasterisk  ffab kpplus  ffac kpcomma  ffad kpminus
            ffae kpdot  ffaf kpslash  ffb0 kp0  ffb1 kp1  ffb2 kp2  ffb3 kp3  ffb4 kp4  ffb5 kp5  ffb6 kp6
            ffb7 kp7  ffb8 kp8  ffb9 kp9  ffbd kpequal
            ffbe f1  ffbf f2  ffc0 f3  ffc1 f4  ffc2 f5  ffc3 f6  ffc4 f7  ffc5 f8  ffc6 f9  ffc7 f10
            ffc8 f11  ffc9 f12  ffe1 leftshift  ffe2 rightshift  ffe3 leftctrl  ffe4 rightctrl
            ffe7 leftmeta  ffe8 rightmeta  ffe9 leftalt  ffea rightalt  ffeb leftmeta
            ffec rightmeta  fe03 rightalt  fe20 tab
            """;

    private static final int LATIN_1 = 0xFF;
    private static final int EURO = 0x20AC;
    private static final int UNICODE = 0x0100_0000;

    private static final Map<Integer, Integer> KEYS = table();

    private final KeyboardLayout layout;

    /**
     * @param layout the guest's keyboard layout
     * @throws IllegalArgumentException when there is no such layout
     */
    public Keysyms(String layout) {
        this.layout = KeyboardLayout.named(layout);
    }

    private static Map<Integer, Integer> table() {
        Map<Integer, Integer> keys = new HashMap<>();
        String[] words = TABLE.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            keys.put(Integer.parseInt(words[i], 16), KeyNames.code(words[i + 1]));
        }
        return keys;
    }

    KeyboardLayout layout() {
        return layout;
    }

    /** @return the key of a keysym that is not a character */
    Optional<Integer> key(int keysym) {
        return Optional.ofNullable(KEYS.get(keysym));
    }

    /** @return the Unicode code point of a keysym that is a character */
    OptionalInt character(int keysym) {
        if (keysym == EURO) {
            return OptionalInt.of('€');
        }
        if ((keysym & 0xFF00_0000) == UNICODE) {
            return OptionalInt.of(keysym & 0xFF_FFFF);
        }
        return keysym >= ' ' && keysym <= LATIN_1 ? OptionalInt.of(keysym) : OptionalInt.empty();
    }
}
