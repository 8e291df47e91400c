// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.List;
import java.util.stream.Stream;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/**
 * The settings, PID {@code org.xenbay.qusb}.
 *
 * @param rules assign devices to guests; the first matching rule counts
 * @param vusb whether controllers of type vusb are served
 */
record QusbSettings(List<Rule> rules, boolean vusb) {

    private static final Setting<List<Rule>> ASSIGN = Setting.lines(
                    "assign",
                    List.of(),
                    "<device> -> <guest> [port N], such as serial=42 -> desk; several have semicolons between",
                    "Which device goes to which guest, wherever it is plugged in: <device> -> <guest> [port N]."
                            + " A device is one or several of hardware=vendor:product, serial=…, class=… (two"
                            + " hexadecimal digits), path=… (2-1.4) and name=…, with commas between (* and ? stand"
                            + " for any characters); a guest is a domain's name or a controller's id")
            .as(QusbSettings::rules);
    private static final Setting<Boolean> VUSB = Setting.yesOrNo(
            "vusb",
            false,
            "Whether controllers that xl.cfg gives to a kernel's backend (type=pv, in backend/vusb) are served");

    static Settings settings() {
        return Settings.of("org.xenbay.qusb", ASSIGN, VUSB).concerning("qusb", "vusb");
    }

    static QusbSettings of(SettingValues values) {
        return new QusbSettings(values.get(ASSIGN), values.get(VUSB));
    }

    static QusbSettings of(boolean vusb, String... assign) {
        return new QusbSettings(
                rules(Stream.of(assign).filter(line -> !line.isBlank()).toList()), vusb);
    }

    private static List<Rule> rules(List<String> lines) {
        return lines.stream().map(Rule::parse).toList();
    }
}
