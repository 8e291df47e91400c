// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundleFolderTest {

    /** So the core stops first: before the hypervisor whose devices it hands over. */
    @Test
    void theCoreIsInstalledLast() {
        Stream<Path> jars = Stream.of("xenbay-core-1.0.jar", "xenbay-embedded-1.0.jar", "xen-native-1.0.jar", "z.jar")
                .map(Path::of);
        assertThat(BundleFolder.inOrder(jars))
                .extracting(Path::toString)
                .containsExactly("xen-native-1.0.jar", "xenbay-embedded-1.0.jar", "z.jar", "xenbay-core-1.0.jar");
    }
}
