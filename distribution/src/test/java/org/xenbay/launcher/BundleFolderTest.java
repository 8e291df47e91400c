// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundleFolderTest {

    /** The framework stops the highest level first. */
    @Test
    void whatShowsDevicesStopsBeforeTheCoreAndTheCoreBeforeWhatItsDevicesNeed() {
        assertThat(Stream.of(
                                "xenbus-shell-bundle-1.0.jar",
                                "org.apache.felix.gogo.runtime-1.1.6.jar",
                                "shell-terminal/jline-3.21.0.jar",
                                "xenbay-web-bundle-1.0.jar",
                                "xenbay-core-1.0.jar",
                                "xenbay-command-api-1.0.jar",
                                "xenbay-embedded-1.0.jar",
                                "xen-native-bundle-1.0.jar",
                                "org.apache.felix.scr-2.2.18.jar")
                        .map(jar -> BundleFolder.level(Path.of(jar))))
                .containsExactly(3, 3, 3, 3, 2, 1, 1, 1, 1);
    }
}
