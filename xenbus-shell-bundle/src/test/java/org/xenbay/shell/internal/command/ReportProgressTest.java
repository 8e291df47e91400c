// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;

/** A report of a host that does not answer takes long, so it says how far it is. */
class ReportProgressTest {

    @TempDir
    Path folder;

    @Test
    void eachPartIsAStep() throws IOException, InterruptedException {
        ReportCommand command = new ReportCommand(new Platform(), name -> Optional.empty(), null);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        String file = folder.resolve("report.zip").toString();
        command.run(CommandCall.of(command.spec(), List.of(file), CommandConsole.of(out)));
        List<String> steps = shown.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(steps).startsWith("report: 0 of 16", "report: 1 of 16").endsWith("report: 15 of 16");
    }
}
