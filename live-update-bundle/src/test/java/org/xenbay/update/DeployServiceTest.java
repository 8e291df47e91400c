// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.update.jar.JarMaker;

/** The effects of an operator's deploy on the folder, and its messages. */
@Timeout(60)
class DeployServiceTest extends FolderTest {

    @Test
    void itPutsAJarIntoTheFolderAndSaysWhatItDoes() {
        Path jar = echo("1.0.0").at(work.resolve("echo-backend-1.0.0.jar"));
        assertThat(site.service.deploy(jar)).isEqualTo("echo 1.0.0 serves echo");
        assertThat(site.folder.toFile().list()).containsExactly("echo.jar");
        assertThat(site.service.deploy(echo("1.1.0").at(work.resolve("x.jar")))).isEqualTo("echo 1.1.0 serves echo");
        assertThat(site.folder.toFile().list()).containsExactly("echo.jar");
        site.deployer.look();
        assertThat(version()).isEqualTo("1.1.0");
    }

    /** The guest may be the cause, so the code stays; but the operator does not read that everything works. */
    @Test
    void itSaysWhichDeviceIsNotTakenOver() throws Exception {
        host.park(new DeviceId(1, "echo", 0), "waits for the frontend: node mode");
        host.park(new DeviceId(2, "other", 0), "waits for somebody else");
        Path jar = echo("1.0.0").at(work.resolve("x.jar"));
        CompletableFuture<String> deployed = new CompletableFuture<>();
        Thread operator = new Thread(() -> {
            try {
                deployed.complete(site.service.deploy(jar));
            } catch (RuntimeException failed) {
                deployed.completeExceptionally(failed);
            }
        });
        operator.start();
        String sentence = "serves echo; has not taken over 1 device: 1/echo/0 waits for the frontend: node mode";
        await().until(() -> site.stateOf("echo.jar").equals(sentence));
        assertThat(deployed).isNotDone();
        operator.interrupt();
        assertThat(deployed)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .withMessage("echo 1.0.0 " + sentence
                        + "; the bundle stays, and a device that it does not take over is closed");
        assertThat(host.bundle("echo")).isPresent();
    }

    @Test
    void itWaitsUntilADeviceIsTakenOver() throws Exception {
        host.park(new DeviceId(1, "echo", 0), "is being taken over");
        Path jar = echo("1.0.0").at(work.resolve("x.jar"));
        CompletableFuture<String> deployed = CompletableFuture.supplyAsync(() -> site.service.deploy(jar));
        await().until(() -> site.stateOf("echo.jar").contains("has not taken over"));
        host.forgetDevices();
        assertThat(deployed).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("echo 1.0.0 serves echo");
    }

    @Test
    void whatDoesNotDoLeavesEverythingAsItWas() throws IOException {
        site.service.deploy(echo("1.0.0").at(work.resolve("good.jar")));
        byte[] before = Files.readAllBytes(file("echo.jar"));
        long modified = host.bundle("echo").orElseThrow().getLastModified();
        Path half = JarMaker.bytes(work.resolve("half.jar"), Arrays.copyOf(before, 300));
        assertThatThrownBy(() -> site.service.deploy(half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half.jar is refused: it is not a whole jar");
        assertThat(host.bundle("echo").orElseThrow().getLastModified()).isEqualTo(modified);
        Path bad = throwing("2.0.0").at(work.resolve("bad.jar"));
        assertThatThrownBy(() -> site.service.deploy(bad))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("echo 2.0.0 does not work: component sample fails: ")
                .hasMessageContaining("no licence at ")
                .hasMessageEndingWith("; the jar before it is in the folder again");
        assertThat(file("echo.jar")).hasBinaryContent(before);
        assertThat(version()).isEqualTo("1.0.0");
        long undone = host.bundle("echo").orElseThrow().getLastModified();
        site.deployer.look();
        site.deployer.look();
        assertThat(host.bundle("echo").orElseThrow().getLastModified())
                .as("what is in the folder again is what runs")
                .isEqualTo(undone);
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
    }

    @Test
    void aNewBundleThatFailsTakesItOutAgain() {
        Path bad = throwing("2.0.0").at(work.resolve("bad.jar"));
        assertThatThrownBy(() -> site.service.deploy(bad)).hasMessageEndingWith("it was taken out of the folder again");
        assertThat(site.folder).isEmptyDirectory();
        assertThat(version()).isEqualTo("none");
        assertThat(work.resolve("copies")).isEmptyDirectory();
    }

    @Test
    void aLowerVersionThanAnotherFilesIsToldSo() {
        drop(echo("1.0.0"), "a.jar");
        drop(echo("3.0.0"), "b.jar");
        assertThat(site.service.deploy(echo("2.0.0").at(work.resolve("c.jar"))))
                .as("it takes the place of the file that serves")
                .isEqualTo("echo 2.0.0 serves echo");
        Path lowest = echo("0.1.0").at(work.resolve("d.jar"));
        assertThatThrownBy(() -> site.service.deploy(lowest)).hasMessageContaining("echo 1.0.0 of a.jar supersedes it");
        assertThat(version()).isEqualTo("2.0.0");
    }
}
