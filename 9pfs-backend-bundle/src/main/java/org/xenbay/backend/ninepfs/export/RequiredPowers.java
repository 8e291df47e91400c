// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.EnumSet;
import java.util.Set;
import org.xenbay.api.file.Power;

/** The powers that the threads of a share need, by its rules. */
final class RequiredPowers {

    private RequiredPowers() {}

    static Set<Power> of(ExportRules rules) {
        Set<Power> powers = EnumSet.noneOf(Power.class);
        if (!rules.model().isMapped()) {
            powers.add(Power.CHANGE_OWNERS);
            powers.add(Power.MAKE_DEVICES);
        }
        if (rules.wantsUsersRights()) {
            powers.add(Power.ACT_AS_OTHERS);
        }
        if (rules.privileges().xattrs().stream().anyMatch(RequiredPowers::isPrivileged)) {
            powers.add(Power.PRIVILEGED_ATTRIBUTES);
        }
        return powers;
    }

    private static boolean isPrivileged(String xattr) {
        return xattr.startsWith("trusted.") || xattr.startsWith("security.");
    }
}
