// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.update.jar.JarMaker;
import org.xenbay.update.sample.GoodBackend;
import org.xenbay.update.sample.ThrowingBackend;

/** A framework for all tests of a class, with a folder for each test. */
abstract class FolderTest {

    @TempDir
    static Path storage;

    static FolderHost host;

    @TempDir
    Path work;

    FolderHost.Site site;

    @BeforeAll
    static void startFramework() throws Exception {
        host = new FolderHost(storage);
    }

    @AfterAll
    static void stopFramework() throws Exception {
        host.close();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        site = host.new Site(work.resolve("deploy"), work.resolve("copies"));
    }

    @AfterEach
    void forget() throws Exception {
        host.forgetDevices();
        host.forget();
    }

    static JarMaker echo(String version) {
        return JarMaker.backend("echo", version, GoodBackend.class, "echo");
    }

    static JarMaker throwing(String version) {
        return JarMaker.backend("echo", version, ThrowingBackend.class, "echo");
    }

    Path file(String name) {
        return site.folder.resolve(name);
    }

    void drop(JarMaker jar, String name) {
        jar.at(file(name));
        site.deployer.look();
    }

    static String version() {
        return host.bundle("echo").map(bundle -> bundle.getVersion().toString()).orElse("none");
    }
}
