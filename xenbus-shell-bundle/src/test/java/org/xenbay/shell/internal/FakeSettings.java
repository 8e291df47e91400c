// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.util.Map;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/** A console backend's settings, of which one was refused and one is not known. */
public final class FakeSettings {

    public static final Settings SETTINGS = Settings.of(
                    "org.xenbay.console",
                    Setting.yesOrNo("pty", true, "Whether there is a terminal"),
                    Setting.size("maxLimit", 1 << 20, 4096, 64 << 20, "Most bytes"))
            .concerning("console")
            .update(Map.of(
                    "felix.fileinstall.filename",
                    "file:/x/etc/org.xenbay.console.cfg",
                    "pty",
                    "off",
                    "maxLimit",
                    "4Q",
                    "ptty",
                    "1"));

    private FakeSettings() {}
}
