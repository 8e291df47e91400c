// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import org.xenbay.api.command.Tone;
import org.xenbay.api.management.DeviceView.Health;

/** How devices are, in words and tones. */
public final class DeviceHealth {

    private DeviceHealth() {}

    /**
     * @param health how they are
     * @param count how many
     * @return such as "2 held up"
     */
    public static String counted(Health health, int count) {
        String words = switch (health) {
            case WELL -> "well";
            case WAITS -> count == 1 ? "waits" : "wait";
            case TROUBLED -> "with trouble";
            case STUCK -> "held up";
            case FAILED -> "failed";
        };
        return count + " " + words;
    }

    /** @return whether that is good */
    public static Tone tone(Health health) {
        return switch (health) {
            case WELL -> Tone.GOOD;
            case WAITS -> Tone.BUSY;
            case TROUBLED, STUCK, FAILED -> Tone.BAD;
        };
    }
}
