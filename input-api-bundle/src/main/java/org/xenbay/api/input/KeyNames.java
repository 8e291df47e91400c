// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of keys and buttons: Linux's names (include/uapi/linux/input-event-codes.h) in small letters without KEY_, buttons with
 * {@code btn-}, and common other names. A key without a name is written as its number, {@code 0x2f0}.
 */
public final class KeyNames {

    /** Greatest code, KEY_MAX. */
    public static final int MAX_CODE = 0x2FF;

    /** The first button of a mouse, BTN_LEFT. */
    public static final int BUTTON_LEFT = 0x110;

    /** The last button of a mouse, BTN_TASK. */
    public static final int BUTTON_TASK = 0x117;

    /** Groups of consecutive codes: the first code, then their names. */
    private static final String TABLE = """
            1: esc 1 2 3 4 5 6 7 8 9 0 minus equal backspace tab q w e r t y u i o p leftbrace rightbrace enter
                leftctrl a s d f g h j k l semicolon apostrophe grave leftshift backslash z x c v b n m comma
                dot slash rightshift kpasterisk leftalt space capslock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 numlock
                scrolllock kp7 kp8 kp9 kpminus kp4 kp5 kp6 kpplus kp1 kp2 kp3 kp0 kpdot
            85: zenkakuhankaku 102nd f11 f12 ro katakana hiragana henkan katakanahiragana muhenkan kpjpcomma
                kpenter rightctrl kpslash sysrq rightalt linefeed home up pageup left right end down pagedown
                insert delete macro mute volumedown volumeup power kpequal kpplusminus pause scale kpcomma
                hangeul hanja yen leftmeta rightmeta compose stop again props undo front copy open paste find
                cut help menu calc setup sleep wakeup file sendfile deletefile xfer prog1 prog2 www msdos coffee
                rotate-display cyclewindows mail bookmarks computer back forward closecd ejectcd ejectclosecd
                nextsong playpause previoussong stopcd record rewind phone iso config homepage refresh exit move
                edit scrollup scrolldown kpleftparen kprightparen new redo f13 f14 f15 f16 f17 f18 f19 f20 f21
                f22 f23 f24
            200: playcd pausecd prog3 prog4 all-applications suspend close play fastforward bassboost print hp
                camera sound question email chat search connect finance sport shop alterase cancel
                brightnessdown brightnessup media switchvideomode kbdillumtoggle kbdillumdown kbdillumup send
                reply forwardmail save documents battery bluetooth wlan uwb
            0x110: btn-left btn-right btn-middle btn-side btn-extra btn-forward btn-back btn-task
            0x160: ok select goto clear power2 option info time vendor archive program channel favorites epg pvr
                mhp language title subtitle angle full-screen mode keyboard aspect-ratio pc tv tv2 vcr vcr2 sat
                sat2 cd tape radio tuner player text dvd aux mp3 audio video directory list memo calendar red
                green yellow blue channelup channeldown first last ab next restart slow shuffle break previous
                digits teen twen videophone games zoomin zoomout zoomreset wordprocessor editor spreadsheet
                graphicseditor presentation database news voicemail addressbook messenger displaytoggle
                spellcheck logoff dollar euro frameback frameforward context-menu media-repeat 10channelsup
                10channelsdown images
            0x1bc: notification-center pickup-phone hangup-phone link-phone del-eol del-eos ins-line del-line
            0x1d0: fn fn-esc fn-f1 fn-f2 fn-f3 fn-f4 fn-f5 fn-f6 fn-f7 fn-f8 fn-f9 fn-f10 fn-f11 fn-f12 fn-1
                fn-2 fn-d fn-e fn-f fn-s fn-b fn-right-shift
            0x1f1: brl-dot1 brl-dot2 brl-dot3 brl-dot4 brl-dot5 brl-dot6 brl-dot7 brl-dot8 brl-dot9 brl-dot10
            0x200: numeric-0 numeric-1 numeric-2 numeric-3 numeric-4 numeric-5 numeric-6 numeric-7 numeric-8
                numeric-9 numeric-star numeric-pound numeric-a numeric-b numeric-c numeric-d camera-focus
                wps-button touchpad-toggle touchpad-on touchpad-off camera-zoomin camera-zoomout camera-up
                camera-down camera-left camera-right attendant-on attendant-off attendant-toggle lights-toggle
            """;

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("ctrl", "leftctrl"),
            Map.entry("control", "leftctrl"),
            Map.entry("alt", "leftalt"),
            Map.entry("altgr", "rightalt"),
            Map.entry("shift", "leftshift"),
            Map.entry("meta", "leftmeta"),
            Map.entry("super", "leftmeta"),
            Map.entry("win", "leftmeta"),
            Map.entry("del", "delete"),
            Map.entry("ins", "insert"),
            Map.entry("escape", "esc"),
            Map.entry("return", "enter"),
            Map.entry("ret", "enter"),
            Map.entry("pgup", "pageup"),
            Map.entry("pgdn", "pagedown"),
            Map.entry("caps", "capslock"),
            Map.entry("printscreen", "sysrq"),
            Map.entry("left-button", "btn-left"),
            Map.entry("middle-button", "btn-middle"),
            Map.entry("right-button", "btn-right"));

    private static final Map<String, Integer> CODES = codes();
    private static final Map<Integer, String> NAMES = names();

    private KeyNames() {}

    /**
     * @param name a key's name, in any case, or its number
     * @return its code
     * @throws IllegalArgumentException when no key has that name
     */
    public static int code(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        Integer code = CODES.get(ALIASES.getOrDefault(plain, plain));
        return code != null
                ? code
                : number(plain).orElseThrow(() -> new IllegalArgumentException("there is no key named " + name));
    }

    private static Optional<Integer> number(String text) {
        if (!text.matches("0x[0-9a-f]{1,3}")) {
            return Optional.empty();
        }
        int code = Integer.parseInt(text.substring(2), 16);
        return code >= 1 && code <= MAX_CODE ? Optional.of(code) : Optional.empty();
    }

    /**
     * @param code a key's code
     * @return its name; its number when it has none
     */
    public static String name(int code) {
        String name = NAMES.get(code);
        return name != null ? name : "0x" + Integer.toHexString(code);
    }

    private static Map<String, Integer> codes() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        int next = 0;
        for (String word : TABLE.strip().split("\\s+")) {
            if (word.endsWith(":")) {
                next = Integer.decode(word.substring(0, word.length() - 1));
            } else {
                codes.put(word, next++);
            }
        }
        return codes;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        CODES.forEach((name, code) -> names.put(code, name));
        return names;
    }
}
