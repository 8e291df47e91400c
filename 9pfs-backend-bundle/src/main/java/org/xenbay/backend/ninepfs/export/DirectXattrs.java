// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;
import java.util.Optional;

/**
 * The host's own attributes: {@code user.*}, access control lists, and what the administrator allows by name. An allowed name
 * is a whole name, or the beginning of a name followed by {@code *}.
 */
final class DirectXattrs extends XattrRules {

    private final List<String> allowed;

    DirectXattrs(List<String> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    private Optional<String> permitted(String name) {
        boolean known = name.startsWith(USER) || isAccessList(name);
        return Optional.of(name).filter(each -> known || allowed.stream().anyMatch(rule -> matches(rule, each)));
    }

    private static boolean matches(String rule, String name) {
        return rule.endsWith("*") ? name.startsWith(rule.substring(0, rule.length() - 1)) : name.equals(rule);
    }

    @Override
    Optional<String> onHost(String name) {
        return permitted(name);
    }

    @Override
    Optional<String> ofGuest(String name) {
        return permitted(name);
    }
}
