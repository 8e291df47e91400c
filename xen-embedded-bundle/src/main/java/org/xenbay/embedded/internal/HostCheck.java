// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out whether this machine runs on Xen in a domain that can serve devices. */
final class HostCheck {

    /** The event channel device of Linux, and the node of xenfs with the domain's privileges. */
    private static final List<String> SIGNS = List.of("dev/xen/evtchn", "proc/xen/capabilities");

    private final Path root;

    /** @param root {@code /}, or another folder in a test */
    HostCheck(Path root) {
        this.root = root;
    }

    /** @return the file that shows that this is Xen; empty when it is not */
    Optional<Path> signOfXen() {
        return SIGNS.stream().map(root::resolve).filter(Files::exists).findFirst();
    }
}
