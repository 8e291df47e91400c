// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.imageio.ImageIO;
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
        // The device is attached before its backend has looked at it.
        await().atMost(TIMEOUT).until(() -> xenbay.command("screen").out().contains("1/vfb/7"));
        Path socket = xenbay.run().resolve("vnc/1-7.sock");
        assertThat(xenbay.command("screen", "--socket", "1/vfb/7").out()).isEqualTo(socket + "\n");
        assertThat(xenbay.command("screen", "1/vfb/7").out()).contains("1/vfb/7", socket.toString());
        assertThat(xenbay.command("screen").out()).contains("1/vfb/7");

        assertThat(xenbay.commandIn(session(), "screen", "1/vfb/7").out()).isEqualTo("viewer of " + socket + "\n");
        Installation.Answer unknown = xenbay.commandIn(session(), "screen", "1/vfb/8");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("xenbay: there is no screen 1/vfb/8\n");

        Path file = folder.resolve("screen.png");
        assertThat(xenbay.command("record", "1/vfb/7", file.toString(), "--seconds", "3")
                        .out())
                .matches("320 by 200 pixels, ([2-9]|[1-4][0-9]) frames in \\d+ s in " + file + "\n");
        Path other = folder.resolve("other.png");
        assertThat(xenbay.command("screenshot", "1/vfb/7", other.toString()).out())
                .isEqualTo("320 by 200 pixels in " + other + "\n");
        assertThat(ImageIO.read(other.toFile()).getRGB(0, 0)).isNotEqualTo(0xFF000000);
    }

    @Test
    void aConsoleIsRecordedInTheOperatorsFolder() throws Exception {
        startedDaemon();
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("devices").out().matches("(?s).*1/console/1\tdemo\tConnected\tConn.*"));
        Installation.Answer answer =
                xenbay.commandInFolder(folder, "record", "1/console/1", "a.cast", "--seconds", "2");
        assertThat(answer.out()).matches("\\d+ pieces? of output in 2 s in " + folder.resolve("a.cast") + "\n");
        assertThat(Files.readAllLines(folder.resolve("a.cast")))
                .first()
                .asString()
                .contains("\"version\": 2", "\"console 1/console/1\"");
    }

    @Test
    void theDemonstrationGuestsBayTakesItsKeysAndPointer() throws Exception {
        startedDaemon();
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("devices").out().matches("(?s).*1/vkbd/0\tdemo\tConnected\tConn.*"));
        int day = sky("day.png");
        assertThat(xenbay.command("key", "1/vkbd/0", "space").exit()).isZero();
        await().atMost(TIMEOUT).until(() -> sky("night" + System.nanoTime() + ".png") != day);
    }

    private int sky(String name) throws Exception {
        Path file = folder.resolve(name);
        Installation.Answer answer = xenbay.command("screenshot", "1/vfb/0", file.toString());
        assertThat(answer.exit()).as(answer.err()).isZero();
        return ImageIO.read(file.toFile()).getRGB(400, 10);
    }
}
