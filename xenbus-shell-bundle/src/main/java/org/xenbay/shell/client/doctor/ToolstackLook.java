// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What xl uses when it makes a guest. */
final class ToolstackLook {

    private static final String HELPER = "helper";
    private static final String XL = "xl";
    private static final String XL_CONF = "/etc/xen/xl.conf";

    /** Frames with 512 grant references each: the two rings of a share have 1,026, see its frontend of Linux. */
    private static final int LEAST_GRANT_FRAMES = 3;

    private ToolstackLook() {}

    /** libexec/xenbay-device-model, and the programs that it calls. */
    static List<Finding> helper(Host host, DaemonState daemon) {
        List<Finding> found = new ArrayList<>();
        String helper = host.installation().helper();
        if (!host.isExecutable(helper)) {
            found.add(Finding.warning(
                    HELPER,
                    helper + (host.has(helper) ? " is no program" : " is missing"),
                    "xl create fails for guests whose configuration names it in QEMU's place",
                    host.has(helper)
                            ? "chmod 755 " + Words.quoted(helper)
                            : "tar -xzf xenbay-*.tar.gz -C "
                                    + Words.quoted(host.installation().home().toString()) + " --strip-components=1"));
        }
        List<String> missing = Stream.of("xenstore-write", "xenstore-read", "xenstore-rm", "xenstore-watch")
                .filter(program -> host.program(program).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            found.add(Finding.warning(
                    HELPER,
                    "programs are missing: " + String.join(", ", missing),
                    "xl create fails for guests whose configuration names the helper, which calls them",
                    Host.install("xenstore-utils")));
        }
        return found.isEmpty()
                ? List.of(Finding.well(HELPER, helper + " and the programs that it calls are there"))
                : found;
    }

    /** xl.conf. */
    static List<Finding> configuration(Host host, DaemonState daemon) throws IOException {
        Optional<String> text = host.text(XL_CONF);
        if (text.isEmpty()) {
            return List.of();
        }
        XlFile file = XlFile.of(text.get());
        List<Finding> found = new ArrayList<>();
        for (XlFile.Statement statement : file.statements()) {
            if (statement.isBareWord()) {
                found.add(Finding.warning(
                        XL,
                        XL_CONF + ", line " + statement.line() + ": the value of " + statement.name()
                                + " needs quotation marks",
                        "xl cannot read the file, and neither creates nor ends guests",
                        "sed -i '" + statement.line() + "s/= *\\([^ #]*\\)/=\"\\1\"/' " + XL_CONF));
            }
        }
        file.value("max_grant_frames")
                .filter(value -> value.matches("\\d{1,9}") && Integer.parseInt(value) < LEAST_GRANT_FRAMES)
                .ifPresent(value -> found.add(Finding.warning(
                        XL,
                        XL_CONF + " gives guests max_grant_frames=" + value,
                        "a guest cannot grant the rings of one shared folder, which needs " + LEAST_GRANT_FRAMES,
                        "sed -i 's/^ *max_grant_frames.*/#&/' " + XL_CONF)));
        return found.isEmpty() ? List.of(Finding.well(XL, XL_CONF + " can be read")) : found;
    }
}
