// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.nativexen.libc.FileCalls;

class DescriptorLimitTest {

    @Test
    void theLimitIsRaisedAsFarAsItMayBeAndStaysThere() throws Exception {
        FileCalls.load();
        long raised = DescriptorLimit.raise();
        assertThat(DescriptorLimit.raise()).isEqualTo(raised);
        List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
        assertThat(limits)
                .filteredOn(line -> line.startsWith("Max open files"))
                .singleElement()
                .asString()
                .containsPattern("Max open files +" + raised + " ");
        assertThat(raised).isGreaterThanOrEqualTo(1024);
    }
}
