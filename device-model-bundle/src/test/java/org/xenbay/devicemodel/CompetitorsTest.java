// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StorePath;
import org.xenbay.embedded.EmbeddedXen;

/** Other programs that serve devices are found and named; their leftovers are not mistaken for them. */
@Timeout(30)
class CompetitorsTest {

    private static final StorePath MODEL = StorePath.of("/local/domain/0/device-model/5");
    private static final StorePath PID = StorePath.of("/local/domain/5/image/device-model-pid");
    private static final StorePath NINE_STATE = StorePath.of("/local/domain/0/libxl/xen-9pfs/state");
    private static final StorePath NINE_PID = StorePath.of("/local/domain/0/libxl/xen-9pfs/pid");
    private static final DeviceId CHANNEL = new DeviceId(5, "console", 1);
    private static final DeviceId SHARE = new DeviceId(5, "xen_9pfs", 0);

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final DeviceModelComponent daemon = new DeviceModelComponent(xen);
    private Process program;

    @AfterEach
    void close() throws InterruptedException {
        if (program != null) {
            program.destroyForcibly().waitFor();
        }
        daemon.deactivate();
        xen.close();
    }

    /** A program of that name that does nothing. */
    private String running(String name) throws IOException {
        Path copy = folder.resolve(name);
        Files.copy(Path.of("/bin/sleep").toRealPath(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        program = new ProcessBuilder(copy.toString(), "60").start();
        Requester.await(() -> Files.readString(Path.of("/proc/" + program.pid() + "/comm"))
                .startsWith(name.substring(0, Math.min(15, name.length()))));
        return Long.toString(program.pid());
    }

    private void deviceModel(String pid) {
        xen.store().write(MODEL.child("state"), "running");
        xen.store().write(PID, pid);
    }

    @Test
    void qemuIsNamedForWhatItServesOnly() throws IOException {
        String pid = running("xen-qemu-system-i386");
        deviceModel(pid);
        Optional<String> qemu = Optional.of("QEMU (pid " + pid + ")");
        assertThat(daemon.servedBy(CHANNEL)).isEqualTo(qemu);
        assertThat(daemon.servedBy(new DeviceId(5, "vkbd", 0))).isEqualTo(qemu);
        assertThat(daemon.servedBy(new DeviceId(5, "9pfs", 0))).isEqualTo(qemu);
        assertThat(daemon.servedBy(new DeviceId(5, "console", 0)))
                .as("xenconsoled's")
                .isEmpty();
        assertThat(daemon.servedBy(new DeviceId(5, "echo", 0)))
                .as("QEMU knows no such type")
                .isEmpty();
        assertThat(daemon.servedBy(SHARE)).as("QEMU knows no such type").isEmpty();
        assertThat(daemon.servedBy(new DeviceId(6, "console", 1)))
                .as("another guest's")
                .isEmpty();
    }

    @Test
    void anotherDeviceModelIsNamedByItsProgram() throws IOException {
        String pid = running("own-model");
        deviceModel(pid);
        assertThat(daemon.servedBy(CHANNEL)).contains("own-model (pid " + pid + ")");
    }

    @Test
    void oneThatHasEndedOrHasNotSaidThatItRunsIsNone() throws Exception {
        String pid = running("qemu");
        deviceModel(pid);
        xen.store().write(MODEL.child("state"), "starting");
        assertThat(daemon.servedBy(CHANNEL)).isEmpty();
        deviceModel(pid);
        assertThat(daemon.servedBy(CHANNEL)).isPresent();
        program.destroyForcibly().waitFor();
        assertThat(daemon.servedBy(CHANNEL)).isEmpty();
        deviceModel("-1");
        assertThat(daemon.servedBy(CHANNEL)).isEmpty();
        deviceModel("../self");
        assertThat(daemon.servedBy(CHANNEL)).isEmpty();
    }

    @Test
    void ourOwnHelperIsNoCompetitor() throws IOException {
        String pid = running("xenstore-watch");
        deviceModel(pid);
        xen.store().write(MODEL.child("xenbay/pid"), pid);
        assertThat(daemon.servedBy(CHANNEL)).isEmpty();
    }

    @Test
    void libxlIsToldThatXen9pfsdRunsWhileThereIsABackendForIt() {
        assertThat(xen.store().exists(NINE_STATE)).isFalse();
        daemon.addNinePfs(null);
        Requester.await(() -> xen.store().read(NINE_STATE).equals(Optional.of("running")));
        assertThat(xen.store().read(NINE_PID))
                .contains(Long.toString(ProcessHandle.current().pid()));
        assertThat(daemon.servedBy(SHARE)).as("that is us").isEmpty();
        daemon.addNinePfs(null);
        daemon.removeNinePfs(null);
        daemon.removeNinePfs(null);
        Requester.await(() -> !xen.store().exists(NINE_STATE) && !xen.store().exists(NINE_PID));
    }

    @Test
    void theNodesGoWithTheDaemon() {
        daemon.addNinePfs(null);
        Requester.await(() -> xen.store().exists(NINE_PID));
        daemon.deactivate();
        assertThat(xen.store().exists(NINE_STATE)).isFalse();
    }

    @Test
    void theGenuineXen9pfsdIsLeftAloneAndNamed() throws IOException {
        String pid = running("xen-9pfsd");
        xen.store().write(NINE_STATE, "running");
        xen.store().write(NINE_PID, pid);
        daemon.addNinePfs(null);
        daemon.removeNinePfs(null);
        assertThat(daemon.servedBy(SHARE)).contains("xen-9pfsd (pid " + pid + ")");
        daemon.deactivate();
        assertThat(xen.store().read(NINE_STATE)).contains("running");
        assertThat(xen.store().read(NINE_PID)).contains(pid);
    }

    @Test
    void whatACrashedXen9pfsdLeftIsTakenOver() throws Exception {
        String pid = running("xen-9pfsd");
        program.destroyForcibly().waitFor();
        xen.store().write(NINE_STATE, "running");
        xen.store().write(NINE_PID, pid);
        assertThat(daemon.servedBy(SHARE)).isEmpty();
        daemon.addNinePfs(null);
        Requester.await(() -> xen.store()
                .read(NINE_PID)
                .equals(Optional.of(Long.toString(ProcessHandle.current().pid()))));
    }

    @Test
    void theNodesComeBackWithXenStore() {
        daemon.addNinePfs(null);
        Requester.await(() -> xen.store().exists(NINE_PID));
        xen.store().remove(NINE_STATE.parent());
        xen.loseStore();
        Requester.await(() -> xen.store().isConnected() && xen.store().exists(NINE_STATE));
    }
}
