// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessViewTest {

    @TempDir
    Path folder;

    @Test
    void thisProcessIsMeasured() {
        ProcessView view = ProcessView.now();
        assertThat(view.heapUsed()).isPositive().isLessThanOrEqualTo(view.heapMax());
        assertThat(view.threads()).isPositive();
        assertThat(view.cpu()).isPositive();
        assertThat(view.resident()).isPositive();
        assertThat(view.openDescriptors()).isPositive();
        assertThat(view.maxDescriptors()).isGreaterThan(view.openDescriptors());
    }

    @Test
    void theHostsFilesAreReadAsTheyAreDescribed() throws IOException {
        Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t  9999 kB\nVmRSS:\t  2048 kB\n");
        Files.writeString(
                folder.resolve("limits"),
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max open files            1024                 524288               files     \n");
        Files.createDirectory(folder.resolve("fd"));
        Files.createFile(folder.resolve("fd/0"));
        ProcessView view = ProcessView.now(new KernelView(folder));
        assertThat(view.resident()).isEqualTo(2 << 20);
        assertThat(view.maxDescriptors()).isEqualTo(1024);
        assertThat(view.openDescriptors()).isEqualTo(1);
    }

    @Test
    void whatTheHostDoesNotTellIsNotKnown() throws IOException {
        Files.writeString(folder.resolve("limits"), "Max open files            unlimited            unlimited\n");
        ProcessView view = ProcessView.now(new KernelView(folder));
        assertThat(view.resident()).isNull();
        assertThat(view.maxDescriptors()).isNull();
        assertThat(view.openDescriptors()).isNull();
    }
}
