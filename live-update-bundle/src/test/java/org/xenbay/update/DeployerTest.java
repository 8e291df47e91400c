// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.xenbay.update.jar.JarMaker;
import org.xenbay.update.sample.GoodBackend;
import org.xenbay.update.sample.ThrowingActivator;
import org.xenbay.update.sample.ThrowingBackend;

/** Files that are put into the folder, and which of them run. */
@Timeout(60)
class DeployerTest extends FolderTest {

    @Test
    void aJarIsInstalledReplacedAndRemoved() throws IOException {
        drop(echo("1.0.0"), "echo.jar");
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
        long id = host.bundle("echo").orElseThrow().getBundleId();
        drop(echo("0.9.0"), "echo.jar");
        assertThat(version())
                .as("a file that changes is followed, downwards too")
                .isEqualTo("0.9.0");
        assertThat(host.bundle("echo").orElseThrow().getBundleId()).isEqualTo(id);
        Files.delete(file("echo.jar"));
        site.deployer.look();
        assertThat(version()).isEqualTo("none");
        assertThat(work.resolve("copies")).isEmptyDirectory();
    }

    @Test
    void aBundleIsListedWithTheCommitThatItIsBuiltFrom() {
        drop(echo("1.0.0").header("Git-Descriptor", "0123456789ab-dirty"), "echo.jar");
        drop(JarMaker.bundle("other", "1.0.0"), "other.jar");
        assertThat(site.buildOf("echo.jar")).isEqualTo("0123456789ab-dirty");
        assertThat(site.buildOf("other.jar")).isEmpty();
    }

    @Test
    void whatIsBrokenDoesNotTakeThePlaceOfWhatRuns() throws IOException {
        drop(echo("1.0.0"), "echo.jar");
        byte[] whole = Files.readAllBytes(file("echo.jar"));
        Bundle running = host.bundle("echo").orElseThrow();
        long installed = running.getLastModified();
        for (byte[] broken : new byte[][] {{}, Arrays.copyOf(whole, whole.length / 2), "text".getBytes()}) {
            JarMaker.bytes(file("echo.jar"), broken);
            site.deployer.look();
            assertThat(running.getLastModified()).as("not touched").isEqualTo(installed);
            assertThat(site.stateOf("echo.jar")).startsWith("serves echo; what is in the file now is refused: it is ");
        }
        drop(echo("2.0.0"), "echo.jar");
        assertThat(version()).isEqualTo("2.0.0");
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
    }

    @Test
    void aJarThatGrowsIsNotLookedAtUntilItRests() throws IOException {
        byte[] whole = Files.readAllBytes(echo("1.0.0").at(work.resolve("whole.jar")));
        for (int length = 100; length < whole.length; length += 100) {
            Files.write(file("echo.jar"), Arrays.copyOf(whole, length));
            site.deployer.look();
            assertThat(site.stateOf("echo.jar")).as("at " + length).isEqualTo("waits");
        }
        Files.write(file("echo.jar"), whole);
        site.deployer.look();
        assertThat(version()).as("it may still grow").isEqualTo("none");
        site.deployer.look();
        assertThat(version()).isEqualTo("1.0.0");
    }

    @Test
    void aHiddenFileIsNoBundle() {
        drop(echo("1.0.0"), ".echo.jar");
        assertThat(version()).isEqualTo("none");
        assertThat(site.stateOf(".echo.jar")).isEmpty();
    }

    @Test
    void aVersionWhoseConstructorThrowsIsUndone() throws IOException {
        drop(echo("1.0.0"), "echo.jar");
        drop(throwing("2.0.0"), "echo.jar");
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(site.stateOf("echo.jar"))
                .matches("serves echo; what is in the file now is refused: component sample fails: "
                        + "java.lang.IllegalStateException: no licence at " + ThrowingBackend.class.getName()
                        + "\\.<init>\\(ThrowingBackend\\.java:\\d+\\)");
        site.deployer.look();
        assertThat(version()).as("it is not tried again").isEqualTo("1.0.0");
        drop(echo("3.0.0"), "echo.jar");
        assertThat(version()).isEqualTo("3.0.0");
    }

    @Test
    void aVersionWhoseActivatorThrowsIsUndone() {
        drop(echo("1.0.0"), "echo.jar");
        drop(
                echo("2.0.0")
                        .header("Import-Package", "org.xenbay.api.device,org.osgi.framework")
                        .header("Bundle-Activator", ThrowingActivator.class.getName())
                        .type(ThrowingActivator.class),
                "echo.jar");
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(site.stateOf("echo.jar")).startsWith("serves echo").contains("no room");
    }

    @Test
    void aFirstVersionThatFailsSaysWhy() {
        drop(throwing("1.0.0"), "echo.jar");
        assertThat(site.stateOf("echo.jar"))
                .startsWith("fails component sample fails: ")
                .contains("no licence at ");
        drop(
                JarMaker.bundle("other", "1")
                        .header("Import-Package", "org.osgi.framework")
                        .header("Bundle-Activator", ThrowingActivator.class.getName())
                        .type(ThrowingActivator.class),
                "other.jar");
        assertThat(host.bundle("other")).isEmpty();
        assertThat(site.stateOf("other.jar"))
                .startsWith("refused it does not start: java.lang.IllegalStateException: no room at "
                        + ThrowingActivator.class.getName() + ".start(");
        drop(echo("1.0.0"), "echo.jar");
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
    }

    @Test
    void ofTwoFilesTheHighestVersionServesAndTheOtherComesBackUnderTheGuests() throws IOException {
        drop(echo("1.0.0"), "echo.jar");
        long id = host.bundle("echo").orElseThrow().getBundleId();
        drop(echo("1.10.0"), "echo-1.10.0.jar");
        assertThat(version()).isEqualTo("1.10.0");
        assertThat(site.stateOf("echo-1.10.0.jar")).isEqualTo("serves echo");
        assertThat(site.stateOf("echo.jar")).isEqualTo("superseded by 1.10.0 of echo-1.10.0.jar");
        drop(echo("1.9.0"), "echo-1.9.0.jar");
        assertThat(version()).isEqualTo("1.10.0");
        Files.delete(file("echo-1.10.0.jar"));
        site.deployer.look();
        assertThat(version()).isEqualTo("1.9.0");
        long modified = host.bundle("echo").orElseThrow().getLastModified();
        Files.delete(file("echo.jar"));
        site.deployer.look();
        assertThat(version()).isEqualTo("1.9.0");
        assertThat(host.bundle("echo").orElseThrow().getLastModified()).isEqualTo(modified);
        assertThat(host.bundle("echo").orElseThrow().getBundleId())
                .as("the same bundle throughout: updated, never removed")
                .isEqualTo(id);
    }

    @Test
    void aHigherVersionThatFailsLeavesThePlaceToTheOther() {
        throwing("2.0.0").at(file("echo-2.jar"));
        drop(echo("1.0.0"), "echo.jar");
        site.deployer.look();
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
        assertThat(site.stateOf("echo-2.jar")).startsWith("refused ").contains("no licence");
    }

    @Test
    void whatServedBeforeServesAfterARestartWhateverIsInTheFile() throws Exception {
        drop(echo("1.0.0"), "echo.jar");
        JarMaker.bytes(file("echo.jar"), "half".getBytes());
        host.forget();
        site = host.new Site(work.resolve("deploy"), work.resolve("copies"));
        site.deployer.look();
        assertThat(version()).isEqualTo("1.0.0");
        throwing("2.0.0").at(file("echo.jar"));
        host.forget();
        site = host.new Site(work.resolve("deploy"), work.resolve("copies"));
        site.deployer.look();
        site.deployer.look();
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(site.stateOf("echo.jar")).startsWith("serves echo; what is in the file now is refused: ");
        Files.delete(file("echo.jar"));
        host.forget();
        site = host.new Site(work.resolve("deploy"), work.resolve("copies"));
        site.deployer.look();
        site.deployer.tidy();
        assertThat(version()).as("a file that is gone does not come back").isEqualTo("none");
        assertThat(work.resolve("copies")).isEmptyDirectory();
    }

    @Test
    void bundlesThatNeedOneAnotherComeInAnyOrder() {
        JarMaker user =
                echo("1.0.0").header("Import-Package", "org.xenbay.api.device,org.example.tools;version=\"[1,2)\"");
        drop(user, "a.jar");
        assertThat(site.stateOf("a.jar"))
                .isEqualTo("refused it imports package org.example.tools [1,2), which nobody here provides");
        drop(
                JarMaker.bundle("tools", "1.0.0")
                        .header("Export-Package", "org.example.tools;version=\"1.1\"")
                        .entry("org/example/tools/x", "x"),
                "b.jar");
        assertThat(site.stateOf("a.jar")).isEqualTo("serves echo");
        assertThat(site.stateOf("b.jar")).isEqualTo("runs");
    }

    @Test
    void aBundleOfAnotherNameInTheSameFileTakesThePlaceAndGivesItBackWhenItFails() {
        drop(echo("1.0.0"), "echo.jar");
        for (String name : new String[] {"a.sorted.before", "org.example.echo"}) {
            drop(JarMaker.backend(name, "2.0.0", ThrowingBackend.class, "echo"), "echo.jar");
            site.deployer.look();
            assertThat(host.bundle(name)).isEmpty();
            assertThat(version()).isEqualTo("1.0.0");
            assertThat(site.stateOf("echo.jar"))
                    .startsWith("serves echo; what is in the file now is refused: component sample fails: ");
        }
        drop(JarMaker.backend("org.example.echo", "2.0.0", GoodBackend.class, "echo"), "echo.jar");
        assertThat(host.bundle("echo")).isEmpty();
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
    }

    @Test
    void thePlatformsOwnBundlesAreNotReplacedHere() {
        drop(JarMaker.bundle("org.apache.felix.scr", "99"), "scr.jar");
        assertThat(site.stateOf("scr.jar"))
                .isEqualTo("refused org.apache.felix.scr is the platform's own; xenbay update replaces it");
        assertThat(site.platform("org.apache.felix.scr").state()).isEqualTo("runs");
    }

    @Test
    void aBundleThatServesNothingSaysSo() {
        drop(JarMaker.bundle("quiet", "1").header("Import-Package", "org.xenbay.api.device"), "quiet.jar");
        assertThat(site.stateOf("quiet.jar")).isEqualTo("runs no component of it has @XenDeviceType");
    }

    @Test
    void aFolderThatCannotBeReadChangesNothing() throws IOException {
        drop(echo("1.0.0"), "echo.jar");
        Files.move(site.folder, work.resolve("away"));
        site.deployer.look();
        assertThat(version()).isEqualTo("1.0.0");
        Files.move(work.resolve("away"), site.folder);
        site.deployer.look();
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
    }
}
