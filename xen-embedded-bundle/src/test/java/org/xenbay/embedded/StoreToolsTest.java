// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genuine tools of xenstore-utils see a guest as libxl writes it. */
class StoreToolsTest {

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();

    @BeforeEach
    void needsTheTools() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "xenstore-ls")));
        if (!there) {
            System.out.println("SKIPPED: xenstore-ls is not installed (package xenstore-utils)");
        }
        assumeTrue(there, "xenstore-ls is not installed");
    }

    @AfterEach
    void close() {
        xen.close();
    }

    @Test
    void xenstoreLsShowsAGuestWithItsPermissions() throws Exception {
        xen.listen(folder.resolve("socket"));
        xen.create("first");
        xen.create("guest");
        long frame = xen.guests().get(1).primaryConsole().frame();
        int port = xen.guests().get(1).primaryConsole().port().number();

        assertThat(run("xenstore-ls", "-fp", "/local/domain/2"))
                .containsExactlyInAnyOrder(
                        "/local/domain/2/vm = \"/vm/" + uuid() + "\"   (n0,r2)",
                        "/local/domain/2/name = \"guest\"   (n0,r2)",
                        "/local/domain/2/domid = \"2\"   (n0,r2)",
                        "/local/domain/2/cpu = \"\"   (n0,r2)",
                        "/local/domain/2/cpu/0 = \"\"   (n0,r2)",
                        "/local/domain/2/cpu/0/availability = \"online\"   (n0,r2)",
                        "/local/domain/2/memory = \"\"   (n0,r2)",
                        "/local/domain/2/memory/static-max = \"131072\"   (n0,r2)",
                        "/local/domain/2/memory/target = \"131072\"   (n0,r2)",
                        "/local/domain/2/device = \"\"   (n0,r2)",
                        "/local/domain/2/control = \"\"   (n0,r2)",
                        "/local/domain/2/control/shutdown = \"\"   (n2)",
                        "/local/domain/2/control/feature-poweroff = \"\"   (n2)",
                        "/local/domain/2/control/feature-reboot = \"\"   (n2)",
                        "/local/domain/2/control/feature-suspend = \"\"   (n2)",
                        "/local/domain/2/control/sysrq = \"\"   (n2)",
                        "/local/domain/2/data = \"\"   (n2)",
                        "/local/domain/2/drivers = \"\"   (n2)",
                        "/local/domain/2/feature = \"\"   (n2)",
                        "/local/domain/2/attr = \"\"   (n2)",
                        "/local/domain/2/error = \"\"   (n2)",
                        "/local/domain/2/console = \"\"   (n0,r2)",
                        "/local/domain/2/console/backend = \"/local/domain/0/backend/console/2/0\"   (n0,r2)",
                        "/local/domain/2/console/backend-id = \"0\"   (n0,r2)",
                        "/local/domain/2/console/limit = \"1048576\"   (n0,r2)",
                        "/local/domain/2/console/type = \"xenconsoled\"   (n0,r2)",
                        "/local/domain/2/console/output = \"pty\"   (n0,r2)",
                        "/local/domain/2/console/tty = \"\"   (n0,r2)",
                        "/local/domain/2/console/port = \"" + port + "\"   (n0,r2)",
                        "/local/domain/2/console/ring-ref = \"" + frame + "\"   (n0,r2)");
        assertThat(run("xenstore-ls", "-fp", "/local/domain/0/backend/console/2"))
                .containsExactlyInAnyOrder(
                        "/local/domain/0/backend/console/2/0 = \"\"   (n0,r2)",
                        "/local/domain/0/backend/console/2/0/frontend = \"/local/domain/2/console\"   (n0,r2)",
                        "/local/domain/0/backend/console/2/0/frontend-id = \"2\"   (n0,r2)",
                        "/local/domain/0/backend/console/2/0/online = \"1\"   (n0,r2)",
                        "/local/domain/0/backend/console/2/0/state = \"1\"   (n0,r2)",
                        "/local/domain/0/backend/console/2/0/protocol = \"vt100\"   (n0,r2)");
    }

    @Test
    void aDeviceMadeByHandAsTheSheetSaysIsSeenByTheGuest() throws Exception {
        xen.listen(folder.resolve("socket"));
        var guest = xen.create("guest");
        String front = guest.path().child("device/9pfs/0").toString();
        String back = "/local/domain/0/backend/9pfs/1/0";
        run(
                "xenstore-write",
                back + "/frontend",
                front,
                back + "/frontend-id",
                "1",
                back + "/online",
                "1",
                back + "/path",
                "/srv/share",
                back + "/state",
                "1");
        run("xenstore-chmod", "-r", back, "n0", "r1");
        run("xenstore-write", front + "/backend", back, front + "/backend-id", "0", front + "/tag", "share0");
        run("xenstore-chmod", "-r", front, "n1", "r0");
        run("xenstore-write", front + "/state", "1");

        guest.store().write(guest.path().child("device/9pfs/0/state"), "3");
        assertThat(run("xenstore-read", front + "/state")).containsExactly("3");
        assertThat(guest.store().read(org.xenbay.api.store.StorePath.of(back + "/path")))
                .contains("/srv/share");
    }

    private String uuid() {
        return java.util
                .UUID
                .nameUUIDFromBytes("2/guest".getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private List<String> run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XENSTORED_PATH", folder.resolve("socket").toString());
        builder.environment().put("XENSTORED_RUNDIR", folder.toString());
        Process process = builder.start();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = reader.lines().toList();
            assertThat(process.waitFor(10, SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
            return lines;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } finally {
            process.destroyForcibly();
        }
    }
}
