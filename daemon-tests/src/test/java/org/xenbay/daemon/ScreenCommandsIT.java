// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands of screens, as an operator types them. */
class ScreenCommandsIT extends InstalledDaemon {

    private static final String VIEWER = """
            #!/bin/sh
            echo "viewer of $*"
            """;

    /** An environment with a graphical session, in which this viewer is the machine's. */
    private Map<String, String> session() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path viewer = bin.resolve("xtigervncviewer");
        if (!Files.exists(viewer)) {
            Files.writeString(viewer, VIEWER);
            Files.setPosixFilePermissions(viewer, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return Map.of("DISPLAY", ":99", "PATH", bin + ":" + System.getenv("PATH"));
    }

    @Test
    void aScreenIsListedOpenedInTheMachinesViewerAndRecorded() throws Exception {
        startedDaemon();
        assertThat(xenbay.command("attach", "1/vfb/7", "width=320", "height=200")
                        .exit())
                .isZero();
        Path socket = xenbay.run().resolve("vnc/1-7.sock");
        assertThat(xenbay.command("screen", "--socket", "1/vfb/7").out()).isEqualTo(socket + "\n");
        assertThat(xenbay.command("screen", "1/vfb/7").out()).contains("1/vfb/7", socket.toString());
        assertThat(xenbay.command("screen").out()).contains("1/vfb/7");

        assertThat(xenbay.commandIn(session(), "screen", "1/vfb/7").out()).isEqualTo("viewer of " + socket + "\n");
        Installation.Answer unknown = xenbay.commandIn(session(), "screen", "1/vfb/8");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("xenbay: there is no screen 1/vfb/8\n");

        Path file = folder.resolve("screen.png");
        Installation.Answer none = xenbay.command("record", "1/vfb/7", file.toString(), "--seconds", "1");
        assertThat(none.err()).contains("screen 1/vfb/7 has no picture");
        assertThat(file).doesNotExist();
    }
}
