// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.List;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/** The settings of the embedded Xen. A change takes effect at the next start, because it would end the guests. */
final class EmbeddedSettings {

    /** The PID. */
    static final String PID = "org.xenbay.embedded";

    static final Setting<String> ENABLED = Setting.oneOf(
                    "enabled",
                    "auto",
                    List.of("auto", "always", "never"),
                    "When there is one; auto: only where this machine does not run on Xen")
            .atStart();
    static final Setting<String> STORE_SOCKET = Setting.text(
                    "storeSocket",
                    "",
                    "the path of a socket, or nothing",
                    "Path of the UNIX socket on which its XenStore listens; empty for none")
            .atStart();

    private EmbeddedSettings() {}

    static Settings settings() {
        return Settings.of(PID, ENABLED, STORE_SOCKET).concerning(Settings.ALL_TYPES);
    }
}
