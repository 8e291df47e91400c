// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** The genuine tools of the package xenstore-utils, libxenstore and all, against the server. */
class GenuineToolsTest {

    private static final Path TOOLS = Path.of("/usr/bin");

    @TempDir
    Path folder;

    private final Store store = new Store();
    private XenStore dom0;
    private StoreServer server;

    @BeforeEach
    void listen() throws IOException {
        boolean present = Files.isExecutable(TOOLS.resolve("xenstore-ls"));
        if (!present) {
            System.out.println("SKIPPED: xenstore-utils is not installed; the genuine tools are not tested");
        }
        Assumptions.assumeTrue(present, "the package xenstore-utils is installed");
        server = StoreServer.listen(store, folder.resolve("socket"));
        dom0 = store.connect(0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record Result(int exit, String output) {}

    private Process start(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(TOOLS.resolve(tool).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XENSTORED_PATH", server.path().toString());
        return builder.start();
    }

    private Result run(String tool, String... arguments) throws Exception {
        Process process = start(tool, arguments);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(tool + " ends").isTrue();
            return new Result(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void valuesAreWrittenAndRead() throws Exception {
        assertThat(run("xenstore-write", "/tool/a", "one", "/tool/b", "two words"))
                .isEqualTo(new Result(0, ""));
        assertThat(dom0.read(StorePath.of("/tool/b"))).contains("two words");
        assertThat(run("xenstore-read", "/tool/a", "/tool/b")).isEqualTo(new Result(0, "one\ntwo words\n"));
        assertThat(run("xenstore-read", "-p", "/tool/a").output()).isEqualTo("/tool/a: one\n");
        Result missing = run("xenstore-read", "/tool/missing");
        assertThat(missing.exit()).isNotZero();
        assertThat(missing.output()).contains("couldn't read path /tool/missing");
    }

    @Test
    void relativePathsAreThoseOfDomainZero() throws Exception {
        assertThat(run("xenstore-write", "name", "Domain-0").exit()).isZero();
        assertThat(dom0.read(StorePath.of("/local/domain/0/name"))).contains("Domain-0");
        assertThat(run("xenstore-read", "name").output()).isEqualTo("Domain-0\n");
    }

    @Test
    void nodesAreListed() throws Exception {
        run("xenstore-write", "/tool/a", "1", "/tool/b/c", "2");
        assertThat(run("xenstore-list", "/tool")).isEqualTo(new Result(0, "a\nb\n"));
        assertThat(run("xenstore-list", "/tool/a")).isEqualTo(new Result(0, ""));
        assertThat(run("xenstore-list", "/missing").exit()).isNotZero();
    }

    @Test
    void theTreeIsShownWithItsPermissions() throws Exception {
        run("xenstore-write", "/tool/a", "1", "/tool/b/c", "2");
        assertThat(run("xenstore-chmod", "/tool/b/c", "n5", "r0", "b7").exit()).isZero();
        assertThat(run("xenstore-ls", "-fp", "/")).isEqualTo(new Result(0, """
                        /tool = ""   (n0)
                        /tool/a = "1"   (n0)
                        /tool/b = ""   (n0)
                        /tool/b/c = "2"   (n5,r0,b7)
                        """));
        assertThat(run("xenstore-ls", "/tool").output()).isEqualTo("""
                        a = "1"
                        b = ""
                         c = "2"
                        """);
    }

    @Test
    void aDirectoryOfThousandsIsShown() throws Exception {
        dom0.transact(transaction -> {
            for (int i = 0; i < 2_000; i++) {
                transaction.write(StorePath.of("/many/" + i), "x");
            }
            return null;
        });
        Result list = run("xenstore-list", "/many");
        assertThat(list.exit()).isZero();
        assertThat(list.output().lines()).hasSize(2_000).contains("0", "1999");
    }

    @Test
    void permissionsAreChangedRecursively() throws Exception {
        run("xenstore-write", "/tool/a/b", "1");
        assertThat(run("xenstore-chmod", "-r", "/tool", "r7").exit()).isZero();
        for (String path : List.of("/tool", "/tool/a", "/tool/a/b")) {
            assertThat(dom0.permissions(StorePath.of(path))).contains(List.of(Permission.read(7)));
        }
    }

    @Test
    void existenceIsAnExitCode() throws Exception {
        run("xenstore-write", "/tool/a", "1");
        assertThat(run("xenstore-exists", "/tool/a").exit()).isZero();
        assertThat(run("xenstore-exists", "/tool/missing").exit()).isNotZero();
    }

    @Test
    void subtreesAreRemoved() throws Exception {
        run("xenstore-write", "/tool/a/b", "1", "/other", "2");
        assertThat(run("xenstore-rm", "/tool/a").exit()).isZero();
        assertThat(dom0.exists(StorePath.of("/tool/a"))).isFalse();
        assertThat(dom0.exists(StorePath.of("/tool"))).isTrue();
        assertThat(run("xenstore-rm", "-t", "/tool").exit())
                .as("with parents that are empty")
                .isZero();
        assertThat(dom0.exists(StorePath.of("/other"))).isTrue();
        assertThat(run("xenstore-rm", "/").exit()).isNotZero();
    }

    @Test
    void changesAreWatched() throws Exception {
        Process watcher = start("xenstore-watch", "-n", "4", "/tool");
        try (BufferedReader output = watcher.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("/tool");
            dom0.write(StorePath.of("/tool/a"), "1");
            assertThat(output.readLine()).isEqualTo("/tool/a");
            dom0.transact(transaction -> {
                transaction.write(StorePath.of("/tool/b/c"), "1");
                return null;
            });
            assertThat(output.readLine()).isEqualTo("/tool/b/c");
            dom0.remove(StorePath.of("/tool"));
            assertThat(output.readLine()).isEqualTo("/tool");
            assertThat(watcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(watcher.exitValue()).isZero();
        } finally {
            watcher.destroyForcibly();
        }
    }

    @Test
    void specialWatchesAreWatched() throws Exception {
        Process watcher = start("xenstore-watch", "-n", "2", "@introduceDomain");
        try (BufferedReader output = watcher.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("@introduceDomain");
            store.introduce(7);
            assertThat(output.readLine()).isEqualTo("@introduceDomain");
            assertThat(watcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watcher.destroyForcibly();
        }
    }

    @Test
    void aToolThatIsKilledLeavesNothingBehind() throws Exception {
        Process watcher = start("xenstore-watch", "/tool");
        try (BufferedReader output = watcher.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("/tool");
            assertThat(store.statistics().watches()).isEqualTo(1);
        } finally {
            watcher.destroyForcibly();
        }
        Awaitility.await()
                .until(() -> store.statistics().connections() == 1
                        && store.statistics().watches() == 0);
    }
}
