// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.NodeValues;

/** The nodes that a toolstack may write for a share, and those that are refused. */
class ExportNodesTest {

    private static ExportNodes read(Map<String, String> nodes) {
        Map<String, String> all = new HashMap<>(nodes);
        all.put("path", "/srv/share");
        return ExportNodes.read(new NodeValues(List.copyOf(ExportNodes.NAMES), all), 1000);
    }

    private static void refused(Map<String, String> nodes, String why) {
        assertThatThrownBy(() -> read(nodes))
                .isInstanceOf(BadNodeException.class)
                .hasMessageContaining(why);
    }

    @Test
    void privilegesAreForModelsThatUseTheHostsOwnOwners() {
        assertThat(read(Map.of("xattrs", "security.selinux, trusted.app.*"))
                        .rules()
                        .privileges()
                        .xattrs())
                .containsExactly("security.selinux", "trusted.app.*");
        assertThat(read(Map.of("credentials", "user")).rules().wantsUsersRights())
                .isTrue();
        assertThat(read(Map.of("credentials", "server")).rules().wantsUsersRights())
                .isFalse();
        assertThat(read(Map.of("squash", "all")).rules().wantsUsersRights()).isTrue();
        assertThat(read(Map.of("squash", "all", "security_model", "mapped"))
                        .rules()
                        .wantsUsersRights())
                .isFalse();
        for (String model : List.of("mapped-xattr", "mapped-file")) {
            refused(Map.of("security_model", model, "credentials", "user"), "not with " + model);
            refused(Map.of("security_model", model, "xattrs", "trusted.*"), "not with " + model);
        }
    }

    @Test
    void invalidNamesOfAttributesAreRefused() {
        for (String name : List.of("*", "everything", "security", "security.a*b", "Trusted.x", ".x")) {
            refused(Map.of("xattrs", name), "not " + name);
        }
        refused(Map.of("credentials", "yes"), "server or user");
    }
}
