// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.util.List;
import java.util.Set;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/** The settings of the demonstration guests. */
final class DemoSettings {

    /** The PID. */
    static final String PID = "org.xenbay.demo";

    private static final Setting<Boolean> ENABLED =
            Setting.yesOrNo("enabled", true, "Whether there are demonstration guests");
    private static final Setting<List<String>> GUESTS = Setting.names(
                    "guests",
                    List.of("demo"),
                    "names of guests, each once, separated by commas",
                    "A guest for each name")
            .as(DemoSettings::distinct);
    private static final Setting<List<DemoDevice>> DEVICES = Setting.lines(
                    "devices",
                    List.of("console/1 connection=pty name=org.xenbay.demo.0", "vfb/0", "vkbd/0"),
                    "type/number and keys, such as console/1 connection=pty; several are separated by semicolons",
                    "Devices of each guest: type/number, then keys as in xl.cfg, separated by blanks")
            .as(lines -> lines.stream().map(DemoDevice::parse).toList());

    private DemoSettings() {}

    private static List<String> distinct(List<String> names) {
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("a name is there twice");
        }
        return names;
    }

    static Settings settings() {
        return Settings.of(PID, ENABLED, GUESTS, DEVICES);
    }

    static List<String> guests(SettingValues values) {
        return values.get(ENABLED) ? values.get(GUESTS) : List.of();
    }

    static List<DemoDevice> devices(SettingValues values) {
        return values.get(DEVICES);
    }
}
