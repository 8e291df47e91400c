// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Optional;

/**
 * Extended attributes of a mapped model, where a guest must not change rights on the host. The guest has {@code user.*};
 * access control lists are kept as {@code user.virtfs.system.posix_acl_*}, as QEMU keeps them; others do not exist. The
 * server's own attributes are hidden, also under names that differ in case only, because some file systems ignore case.
 */
final class MappedXattrs extends XattrRules {

    private static final String OWN = "user.virtfs.";

    private static boolean isOwn(String name) {
        return name.regionMatches(true, 0, OWN, 0, OWN.length());
    }

    @Override
    Optional<String> onHost(String name) {
        if (isAccessList(name)) {
            return Optional.of(OWN + name);
        }
        return name.startsWith(USER) && !isOwn(name) ? Optional.of(name) : Optional.empty();
    }

    @Override
    boolean isHidden(String name) {
        return isOwn(name);
    }

    @Override
    Optional<String> ofGuest(String name) {
        if (isOwn(name)) {
            return Optional.of(name.substring(OWN.length())).filter(XattrRules::isAccessList);
        }
        return name.startsWith(USER) ? Optional.of(name) : Optional.empty();
    }
}
