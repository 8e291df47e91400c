// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaemonFolderTest {

    @Test
    void aFolderIsWhereThePropertySays() {
        Map<String, String> properties = Map.of("xenbay.run.dir", "/run/xenbay", "xenbay.etc", "/etc/xenbay");
        assertThat(DaemonFolder.RUN.of(properties::get)).isEqualTo(Path.of("/run/xenbay"));
        assertThat(DaemonFolder.CONFIGURATION.of(properties::get)).isEqualTo(Path.of("/etc/xenbay"));
        assertThat(DaemonFolder.HOME.property()).isEqualTo("xenbay.home");
        assertThat(DaemonFolder.DEPLOY.property()).isEqualTo("xenbay.deploy.dir");
    }

    @Test
    void withoutThePropertyThereIsNone() {
        for (DaemonFolder folder : DaemonFolder.values()) {
            assertThat(folder.of(name -> null)).as(folder.name()).isNull();
        }
    }
}
