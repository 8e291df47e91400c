// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.update.jar.JarMaker;
import org.xenbay.update.sample.GoodBackend;
import org.xenbay.update.sample.HangingBackend;

/** A jar whose code does not return from its start. */
@Timeout(60)
class HangingCodeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final String WHY = "its code has not returned for 4 s, it is in " + HangingBackend.class.getName()
            + ".<init>(HangingBackend.java:";

    @TempDir
    Path work;

    private final CountDownLatch release = new CountDownLatch(1);
    private FolderHost host;
    private FolderHost.Site site;

    @BeforeEach
    void start() throws Exception {
        System.getProperties().put(HangingBackend.RELEASE, release);
        host = new FolderHost(work.resolve("storage"));
        site = host.new Site(work.resolve("deploy"), work.resolve("copies"), TIMEOUT);
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        host.close();
        System.getProperties().remove(HangingBackend.RELEASE);
    }

    private static JarMaker echo(String version) {
        return JarMaker.backend("echo", version, GoodBackend.class, "echo");
    }

    private static JarMaker hanging(String name) {
        return JarMaker.backend(name, "2.0.0", HangingBackend.class, name);
    }

    private Path file(String name) {
        return site.folder.resolve(name);
    }

    @Test
    void otherJarsAreLookedAt() throws IOException {
        hanging("a").at(file("a.jar"));
        echo("1.0.0").at(file("echo.jar"));
        site.deployer.look();
        assertThat(site.stateOf("echo.jar")).isEqualTo("serves echo");
        assertThat(site.stateOf("a.jar")).startsWith("refused it does not start: " + WHY);
        Files.delete(file("a.jar"));
        site.deployer.look();
        assertThat(site.stateOf("a.jar")).isEmpty();
        JarMaker.backend("a", "2.0.1", GoodBackend.class, "a").at(file("a.jar"));
        site.deployer.look();
        assertThat(site.stateOf("a.jar")).isEqualTo("serves a");
    }

    @Test
    void deployOfItSaysWhy() {
        Path jar = hanging("a").at(work.resolve("a.jar"));
        assertThatThrownBy(() -> site.service.deploy(jar))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not work: it does not start: " + WHY);
        assertThat(site.folder).isEmptyDirectory();
    }
}
