// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.input.KeyNames;

/**
 * Maps the numbers of QEMU's extended key event to keys: scan codes of a PC keyboard, set 1, with bit 7 set for those with
 * the prefix E0. The table has what TigerVNC's viewer sends for each of Linux's keys, and how QEMU interprets it.
 */
final class Scancodes {

    /** Below this, scan codes equal Linux's key codes. */
    private static final int FIRST_UNLIKE = 0x54;

    private static final String TABLE = """
            54 sysrq  55 f16  56 102nd  57 f11  58 f12  59 kpequal  5a f20  5b linefeed  5c kpjpcomma  5d f13  5e f14  5f f15  63 phone
            64 open  65 paste  66 setup  67 file  68 sendfile  69 deletefile  6a msdos  6b rotate-display
            6c ejectcd  6d f23  6f f24  70 katakanahiragana  71 hanja  72 hangeul  73 ro  74 f21  75 scrollup
            76 zenkakuhankaku  77 hiragana  78 katakana  79 henkan  7b muhenkan  7d yen  7e kpcomma  81 config
            82 www  83 f17  84 f19  85 again  86 props  87 undo  88 edit  89 new  8a redo  8b scale  8c front
            8e forwardmail  8f scrolldown  90 previoussong  92 coffee  94 alterase  97 prog2  98 rewind
            99 nextsong  9c kpenter  9d rightctrl  9e menu  9f prog1  a0 mute  a1 calc  a2 playpause  a3 closecd
            a4 stopcd  a5 suspend  a6 cyclewindows  a8 playcd  a9 pausecd  ab prog3  ac prog4
            ad all-applications  ae volumedown  af close  b0 volumeup  b1 record  b2 homepage  b3 play
            b4 fastforward  b5 kpslash  b6 bassboost  b7 sysrq  b8 rightalt  b9 print  ba hp  bb camera  bc cut
            bd sound  be question  bf email  c0 chat  c1 find  c2 connect  c3 finance  c4 sport  c5 shop
            c6 pause  c7 home  c8 up  c9 pageup  ca cancel  cb left  cc brightnessdown  cd right  ce kpplusminus
            cf end  d0 down  d1 pagedown  d2 insert  d3 delete  d4 brightnessup  d5 save  d6 switchvideomode
            d7 kbdillumtoggle  d8 kbdillumdown  d9 kbdillumup  da send  db leftmeta  dc rightmeta  dd compose
            de power  df sleep  e3 wakeup  e4 reply  e5 search  e6 bookmarks  e7 refresh  e8 stop  e9 forward
            ea back  eb computer  ec mail  ed media  ef macro  f0 documents  f1 battery  f2 bluetooth  f3 wlan
            f4 uwb  f5 help  f6 kpleftparen  f7 f18  f8 copy  f9 f22  fb kprightparen  fd ejectclosecd
            """;

    private static final Map<Integer, Integer> KEYS = new HashMap<>();

    static {
        for (int code = 1; code < FIRST_UNLIKE; code++) {
            KEYS.put(code, code);
        }
        String[] words = TABLE.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            KEYS.put(Integer.parseInt(words[i], 16), KeyNames.code(words[i + 1]));
        }
    }

    private Scancodes() {}

    /** @return the key; empty when there is no such key */
    static Optional<Integer> key(int scancode) {
        return Optional.ofNullable(KEYS.get(scancode));
    }
}
