// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.access.HostCertificate;
import org.xenbay.api.input.KeyboardLayout;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.vnc.keys.Keysyms;

/** The settings of all servers of guests' screens, PID {@code org.xenbay.vnc.server}. */
final class ServerSettings {

    private static final Setting<String> KEYSTORE = Setting.text(
            "keystore",
            "",
            "the path of a PKCS12 file; or nothing",
            "Certificate and key of this host, for viewers that come by TCP with TLS; empty for no TLS");
    private static final Setting<String> PASSWORD_FILE = Setting.text(
            "keystorePasswordFile",
            "",
            "the path of a file; or nothing",
            "File whose first line is the keystore's password, readable by the daemon's user only");
    private static final Setting<Boolean> ONLY_TLS =
            Setting.yesOrNo("onlyTls", false, "Whether viewers that come by TCP without TLS are refused");
    private static final Setting<String> LAYOUT = Setting.text(
                    "layout",
                    "us",
                    "one of " + String.join(", ", KeyboardLayout.names()),
                    "Keyboard layout of guests, for viewers that send characters and not keys")
            .as(ServerSettings::known);

    private static final Set<String> NO = Set.of("", "no", "false");

    private ServerSettings() {}

    static Settings settings() {
        return Settings.of("org.xenbay.vnc.server", KEYSTORE, PASSWORD_FILE, ONLY_TLS, LAYOUT)
                .concerning("vfb")
                .checking(ServerSettings::check, KEYSTORE, PASSWORD_FILE, ONLY_TLS);
    }

    private static void check(SettingValues values) {
        boolean keystore = !values.get(KEYSTORE).isEmpty();
        if (keystore == values.get(PASSWORD_FILE).isEmpty()) {
            throw new IllegalArgumentException("keystore and keystorePasswordFile are given both or not at all");
        }
        if (values.get(ONLY_TLS) && !keystore) {
            throw new IllegalArgumentException("there is no TLS without a keystore");
        }
    }

    private static String known(String layout) {
        KeyboardLayout.named(layout);
        return layout;
    }

    /**
     * @param properties as they are in the file, of which some may have been refused
     * @return whether viewers without TLS are to be refused; also when the value is none of those that are accepted
     */
    static boolean asksForTls(Map<String, Object> properties) {
        Object asked = properties.get("onlyTls");
        return asked != null && !NO.contains(asked.toString().trim().toLowerCase(Locale.ROOT));
    }

    static TlsPolicy tls(SettingValues values) throws IOException {
        String keystore = values.get(KEYSTORE);
        return keystore.isEmpty()
                ? TlsPolicy.NONE
                : new TlsPolicy(
                        HostCertificate.read(Path.of(keystore), Path.of(values.get(PASSWORD_FILE))),
                        values.get(ONLY_TLS));
    }

    static Keysyms keysyms(SettingValues values) {
        return new Keysyms(values.get(LAYOUT));
    }
}
