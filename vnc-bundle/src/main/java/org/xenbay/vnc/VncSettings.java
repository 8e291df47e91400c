// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.Optional;
import org.xenbay.api.input.KeyboardLayout;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/** The settings of a source for VNC viewers, factory PID {@code org.xenbay.vnc}; there is none without. */
final class VncSettings {

    private static final int MAX_PORT = 65535;

    private static final Setting<String> NAME = Setting.text(
                    "name",
                    "desk",
                    "letters, digits, - and _",
                    "The source's name, which follows vnc-: letters, digits, - and _")
            .as(VncSettings::named)
            .atStart();
    private static final Setting<String> SOCKET = Setting.text(
            "socket",
            "",
            "the path of a socket; or nothing, where there is a port",
            "Path of the UNIX socket, which only the daemon's user may use; empty for a port");
    private static final Setting<Integer> PORT = Setting.number(
            "port",
            0,
            0,
            MAX_PORT,
            "Port of the loopback interface, open to every program of this machine; 0 for a socket");
    private static final Setting<String> LAYOUT = Setting.text(
                    "layout",
                    "us",
                    "one of " + String.join(", ", KeyboardLayout.names()),
                    "Keyboard layout of the guest, for viewers that send characters and not keys")
            .as(VncSettings::known);

    private VncSettings() {}

    static Settings settings() {
        return Settings.of("org.xenbay.vnc", NAME, SOCKET, PORT, LAYOUT)
                .concerning("vkbd", "vinput")
                .checking(values -> RfbAddress.of(values.get(SOCKET), values.get(PORT)), SOCKET, PORT);
    }

    private static String named(String name) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("");
        }
        return name;
    }

    private static String known(String layout) {
        KeyboardLayout.named(layout);
        return layout;
    }

    static String name(SettingValues values) {
        return values.get(NAME);
    }

    /** @return where viewers connect; empty when neither a socket nor a port is in force */
    static Optional<RfbAddress> address(SettingValues values) {
        return values.get(SOCKET).isEmpty() && values.get(PORT) == 0
                ? Optional.empty()
                : Optional.of(RfbAddress.of(values.get(SOCKET), values.get(PORT)));
    }

    static String layout(SettingValues values) {
        return values.get(LAYOUT);
    }
}
