// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.access.HostCertificate;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.web.server.PageConfig;

/** The settings of the page, PID {@code org.xenbay.web}. */
final class WebSettings {

    /** The PID. */
    static final String PID = "org.xenbay.web";

    /** What is in force only where there is no Xen. */
    static final String DEMONSTRATION = "demonstration";

    private static final List<String> WHEN = List.of("yes", "no", DEMONSTRATION);
    private static final int MAX_PORT = 65535;
    private static final String FILE = "the path of a file; or nothing";

    private static final Setting<String> ENABLED = Setting.oneOf(
            "enabled",
            DEMONSTRATION,
            WHEN,
            "Whether the page is served; demonstration: only with the embedded Xen, on a machine without Xen");
    private static final Setting<String> ADDRESS = Setting.text(
            "address",
            "127.0.0.1",
            "the address of an interface; or nothing",
            "Where browsers connect; one that is not of loopback needs a keystore; empty for no TCP");
    private static final Setting<Integer> PORT =
            Setting.number("port", 0, 0, MAX_PORT, "The port; 0 for any that is free");
    private static final Setting<Boolean> SOCKET =
            Setting.yesOrNo("socket", false, "Whether the page is also at web/page.sock in the run folder, for ssh -L");
    private static final Setting<List<String>> NAMES = Setting.names(
            "names",
            List.of(),
            "names and addresses, with commas between; or nothing",
            "By what names browsers reach this host, besides localhost; others are refused");
    private static final Setting<String> KEYSTORE = Setting.text(
            "keystore",
            "",
            "the path of a PKCS12 file; or nothing",
            "Certificate and key of this host, for TLS; empty for no TLS");
    private static final Setting<String> PASSWORD_FILE = Setting.text(
            "keystorePasswordFile",
            "",
            FILE,
            "File whose first line is the keystore's password, readable by the daemon's user only");
    private static final Setting<String> TOKENS = Setting.text(
            "tokenFile", "", FILE, "File of tokens, made when it is missing; empty: web/tokens in the run folder");
    private static final Setting<String> UPDATES = Setting.oneOf(
            "updates",
            DEMONSTRATION,
            WHEN,
            "Whether a full token may bring bundles by the page, which run as the daemon does");

    private WebSettings() {}

    static Settings settings() {
        return Settings.of(PID, ENABLED, ADDRESS, PORT, SOCKET, NAMES, KEYSTORE, PASSWORD_FILE, TOKENS, UPDATES)
                .checking(WebSettings::check, ENABLED, ADDRESS, SOCKET, NAMES, KEYSTORE, PASSWORD_FILE);
    }

    private static void check(SettingValues values) {
        boolean keystore = !values.get(KEYSTORE).isEmpty();
        if (keystore == values.get(PASSWORD_FILE).isEmpty()) {
            throw new IllegalArgumentException("keystore and keystorePasswordFile are given both or not at all");
        }
        String address = values.get(ADDRESS);
        if (!address.isEmpty() && !keystore && !Addresses.isLoopback(address)) {
            throw new IllegalArgumentException("an address that is not of loopback needs a keystore");
        }
        if (address.isEmpty() && !values.get(SOCKET)) {
            throw new IllegalArgumentException("there is neither an address nor a socket");
        }
    }

    /** @return yes, no, or demonstration */
    static String enabled(SettingValues values) {
        return values.get(ENABLED);
    }

    /**
     * @param run the run folder
     * @param demonstration whether there is no Xen
     * @return how the page is served
     * @throws IOException when a certificate cannot be read
     */
    static PageConfig config(SettingValues values, Path run, boolean demonstration) throws IOException {
        Path folder = run.resolve("web");
        String keystore = values.get(KEYSTORE);
        String tokens = values.get(TOKENS);
        boolean updates = values.get(UPDATES).equals("yes")
                || demonstration && values.get(UPDATES).equals(DEMONSTRATION);
        return new PageConfig(
                values.get(ADDRESS),
                values.get(PORT),
                values.get(SOCKET) ? Optional.of(folder.resolve("page.sock")) : Optional.empty(),
                keystore.isEmpty()
                        ? Optional.empty()
                        : Optional.of(HostCertificate.read(Path.of(keystore), Path.of(values.get(PASSWORD_FILE)))),
                values.get(NAMES),
                tokens.isEmpty() ? folder.resolve("tokens") : Path.of(tokens),
                updates ? Optional.of(folder.resolve("uploads")) : Optional.empty());
    }
}
