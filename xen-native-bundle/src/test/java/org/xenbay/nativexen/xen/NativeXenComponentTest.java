// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.xen.Xen;
import org.xenbay.nativexen.testing.JavaProcess;
import org.xenbay.nativexen.testing.RecordingContext;
import org.xenbay.xenstore.client.XenStoreAddress;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;

/**
 * When the service is offered, and the log line when it is not. Named pipes stand for the kernel's devices where the test only
 * opens them; the devices' behaviour is tested on a machine that has them.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class NativeXenComponentTest {

    /** Activates the component on the machine whose root folder it is told, and prints what it did. */
    static final class Activation {
        private Activation() {}

        public static void main(String[] arguments) {
            RecordingContext framework = new RecordingContext();
            Path root = Path.of(System.getProperty("test.root"));
            XenStoreAddress address = XenStoreAddress.of(root.resolve("store.sock"));
            new NativeXenComponent(framework.context, System.getProperty("test.embedded", "auto"), root, address)
                    .deactivate();
            System.out.println("CALLS " + framework.calls);
        }
    }

    @TempDir
    Path root;

    private List<String> activate(String... options) throws Exception {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = "-Dtest.root=" + root;
        List<String> lines = JavaProcess.run(Activation.class, all);
        assertThat(lines).noneMatch(line -> line.contains("\tat "));
        return lines;
    }

    private void device(String path) throws IOException, InterruptedException {
        Path device = root.resolve(path);
        Files.createDirectories(device.getParent());
        int exit = new ProcessBuilder("mkfifo", "-m", "600", device.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private void devices() throws IOException, InterruptedException {
        device("dev/xen/evtchn");
        device("dev/xen/gntdev");
        device("dev/xen/privcmd");
    }

    @Test
    void whereThereIsNoXenOneLineSaysSo() throws Exception {
        assertThat(activate())
                .contains("CALLS []")
                .filteredOn(line -> line.contains("no native Xen"))
                .singleElement()
                .asString()
                .contains("this machine has neither /dev/xen/evtchn nor /proc/xen/capabilities");
    }

    @Test
    void theEmbeddedOneCanBeAskedForWhereXenIs() throws Exception {
        devices();
        assertThat(activate("-Dtest.embedded=always"))
                .contains("CALLS []")
                .anyMatch(line -> line.contains("no native Xen: the embedded one is asked for"));
    }

    @Test
    void aDeviceThatIsMissingIsNamedWithTheKernelModuleThatMakesIt() throws Exception {
        device("dev/xen/evtchn");
        assertThat(activate())
                .contains("CALLS []")
                .filteredOn(line -> line.contains("no native Xen"))
                .singleElement()
                .asString()
                .contains(root + "/dev/xen/gntdev", "xen-gntdev");
    }

    @Test
    void aDeviceThatMayNotBeOpenedIsNamed() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("root may open everything")
                .isNotEqualTo("root");
        devices();
        Files.setPosixFilePermissions(root.resolve("dev/xen/gntdev"), PosixFilePermissions.fromString("---------"));
        assertThat(activate())
                .contains("CALLS []")
                .filteredOn(line -> line.contains("no native Xen"))
                .singleElement()
                .asString()
                .contains("dev/xen/gntdev", "Permission denied", "only root may");
    }

    @Test
    void withoutItsLibraryItRegistersNothingAndSaysWhyInOneLine() throws Exception {
        devices();
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThat(activate(JavaProcess.withoutJna(empty)))
                .contains("CALLS []")
                .filteredOn(line -> line.contains("no native Xen"))
                .singleElement()
                .asString()
                .contains("jna.tmpdir", "jna.boot.library.path");
    }

    @Test
    void withoutTheDeviceForFramesGrantsAreServed() throws Exception {
        device("dev/xen/evtchn");
        device("dev/xen/gntdev");
        assertThat(activate())
                .filteredOn(line -> line.contains("no frames of other domains"))
                .singleElement()
                .asString()
                .contains("dev/xen/privcmd");
    }

    @Test
    void theServiceComesOnceXenstoredAnswersAndGoesAtTheEnd() throws Exception {
        devices();
        RecordingContext framework = new RecordingContext();
        Path socket = root.resolve("store.sock");
        NativeXenComponent component =
                new NativeXenComponent(framework.context, "auto", root, XenStoreAddress.of(socket));
        try (Store store = new Store()) {
            assertThat(framework.calls).isEmpty();
            store.introduce(0);
            store.connect(0).write(StorePath.of("/local/domain/0/domid"), "0");
            try (StoreServer server = StoreServer.listen(store, socket)) {
                assertThat(server.path()).isEqualTo(socket);
                await().atMost(30, TimeUnit.SECONDS).until(() -> !framework.services.isEmpty());
                assertThat(((Xen) framework.services.get(0)).ownDomain()).isZero();
            }
        } finally {
            component.deactivate();
        }
        assertThat(framework.calls).containsExactly("registerService", "unregister");
    }
}
