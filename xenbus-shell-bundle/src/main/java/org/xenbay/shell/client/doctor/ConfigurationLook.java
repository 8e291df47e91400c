// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.List;

/** Which Xen the configuration chooses. All else in it the daemon judges. */
final class ConfigurationLook {

    private static final String CHECK = "configuration";
    private static final Choice NATIVE = new Choice("org.xenbay.native", "embedded");
    private static final Choice EMBEDDED = new Choice("org.xenbay.embedded", "enabled");

    /** A key that decides it. */
    private record Choice(String pid, String key) {
        boolean is(Host host, String value) throws IOException {
            return EtcFile.read(host, pid)
                    .value(key)
                    .filter(value::equalsIgnoreCase)
                    .isPresent();
        }

        String text(String value) {
            return "etc/" + pid + ".cfg has " + key + "=" + value;
        }

        /** The value of the distribution, which the launcher replaces. */
        String mend(Host host) {
            String file = host.installation().etc().resolve(pid + ".cfg").toString();
            return "sed -i 's/^ *" + key + " *=.*/" + key + "=${xenbay.embedded}/I' " + Words.quoted(file) + "; "
                    + host.restart();
        }
    }

    private ConfigurationLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        if (host.kind() == Host.Kind.NO_XEN) {
            return List.of(
                    EMBEDDED.is(host, "never")
                            ? Finding.warning(
                                    CHECK,
                                    EMBEDDED.text("never"),
                                    "nothing is served: this machine has no other Xen",
                                    EMBEDDED.mend(host))
                            : Finding.well(CHECK, "the embedded Xen is used"));
        }
        for (Choice choice : List.of(NATIVE, EMBEDDED)) {
            if (choice.is(host, "always")) {
                return List.of(Finding.critical(
                        CHECK,
                        choice.text("always"),
                        "guests of this host are not served: the embedded Xen is used",
                        choice.mend(host)));
            }
        }
        return List.of(Finding.well(CHECK, "this machine's Xen is used"));
    }
}
