// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/** What an operator can set in {@code etc/org.example.echo.cfg}. Changes take effect at once. */
final class EchoSettings {

    static final String PID = "org.example.echo";

    static final Setting<Long> MOST =
            Setting.size("most", EchoPage.RING, 1, EchoPage.RING, "Most bytes that are echoed at a time");

    static final Setting<Boolean> UPPER = Setting.yesOrNo("upperCase", false, "Whether letters come back as capitals");

    private EchoSettings() {}

    static Settings declared() {
        return Settings.of(PID, MOST, UPPER).concerning("echo");
    }
}
