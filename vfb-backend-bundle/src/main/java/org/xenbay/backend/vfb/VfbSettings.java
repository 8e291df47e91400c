// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.time.Duration;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/**
 * The settings, PID {@code org.xenbay.vfb}.
 *
 * @param width width that is offered to guests, unless the toolstack sets it
 * @param height height that is offered to guests, unless the toolstack sets it
 * @param videoRam megabytes that are offered to guests for their picture, unless the toolstack sets it
 * @param most bytes of a guest's framebuffer
 * @param period interval between two comparisons of a picture
 */
record VfbSettings(int width, int height, int videoRam, long most, Duration period) {

    private static final int MEBI = 1 << 20;
    private static final int MOST_MEBI = 246;

    private static final Setting<Integer> WIDTH = Setting.number(
            "width",
            800,
            1,
            Geometry.MOST,
            "Width in pixels that a guest is offered, where the toolstack does not say. Linux takes what fits into its 2 MB:"
                    + " more needs xen-fbfront.video=MB,WIDTH,HEIGHT in the guest's command line");
    private static final Setting<Integer> HEIGHT = Setting.number(
            "height",
            600,
            1,
            Geometry.MOST,
            "Height in pixels that a guest is offered, where the toolstack does not say");
    private static final Setting<Integer> VIDEO_RAM = Setting.number(
            "videoRam",
            64,
            1,
            MOST_MEBI,
            "Megabytes that a guest is offered for its picture; Linux takes the least of this and its own limit");
    private static final Setting<Integer> MOST = Setting.number(
            "most", 64, 1, MOST_MEBI, "Largest framebuffer in megabytes; a guest with a larger one is refused");
    private static final Setting<Integer> RATE = Setting.number(
            "rate", 30, 1, 60, "How many times a second a picture is looked at while somebody sees it, at most");

    static Settings settings() {
        return Settings.of("org.xenbay.vfb", WIDTH, HEIGHT, VIDEO_RAM, MOST, RATE)
                .concerning("vfb");
    }

    static VfbSettings of(SettingValues values) {
        return new VfbSettings(
                values.get(WIDTH),
                values.get(HEIGHT),
                values.get(VIDEO_RAM),
                (long) MEBI * values.get(MOST),
                Duration.ofNanos(Duration.ofSeconds(1).toNanos() / values.get(RATE)));
    }
}
