// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.embedded.EmbeddedXen;

/** The helper as libxl runs it: a process, QEMU's command line, the genuine xenstore-* tools. */
@Timeout(60)
class HelperTest {

    private static final Path HELPER =
            Path.of("../distribution/src/main/dist/libexec/xenbay-device-model").toAbsolutePath();

    /** The exit status that a shell gives to a program ended by SIGTERM. */
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final List<Process> helpers = new ArrayList<>();
    private DeviceModelComponent daemon;
    private Requester one;

    @BeforeEach
    void needsTheTools() throws IOException {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "xenstore-watch")));
        if (!there) {
            System.out.println("SKIPPED: xenstore-watch is not installed (package xenstore-utils)");
        }
        assumeTrue(there, "xenstore-watch is not installed");
        xen.listen(folder.resolve("socket"));
        one = new Requester(xen.store(), 1, folder);
    }

    @AfterEach
    void endEverything() throws InterruptedException {
        for (Process helper : helpers) {
            helper.descendants().forEach(ProcessHandle::destroyForcibly);
            helper.destroyForcibly().waitFor();
        }
        stop();
        xen.close();
    }

    private void start() {
        daemon = new DeviceModelComponent(xen);
    }

    private void stop() {
        if (daemon != null) {
            daemon.deactivate();
            daemon = null;
        }
    }

    private Process helper(int domain, String... different) throws IOException {
        return helper(domain, Map.of(), different);
    }

    /** A helper that gives up after a second, for a test without a daemon. On a busy machine a daemon's answer takes longer. */
    private Process hastyHelper(int domain) throws IOException {
        return helper(domain, Map.of("XENBAY_DEVICE_MODEL_SECONDS", "1"));
    }

    /** libxl 4.17's command line for a PV guest, without words that do not matter here. */
    private Process helper(int domain, Map<String, String> environment, String... different) throws IOException {
        String control = "socket,id=libxl-cmd,path=" + folder + "/qmp-libxl-" + domain + ",server=on,wait=off";
        String statistics =
                "socket,id=libxenstat-cmd,path=" + folder + "/qmp-libxenstat-" + domain + ",server=on,wait=off";
        // Maven may run without a terminal (nohup), where SIGHUP is ignored and stays so in every program it starts.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.addAll(List.of(HELPER.toString(), "-xen-domid", Integer.toString(domain)));
        command.addAll(List.of("-no-shutdown", "-chardev", control, "-mon", "chardev=libxl-cmd,mode=control"));
        command.addAll(List.of("-chardev", statistics, "-mon", "chardev=libxenstat-cmd,mode=control"));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-xen-attach", "-name", "-guest " + domain));
        command.addAll(List.of("-vnc", "none", "-display", "none", "-machine", "xenpv", "-m", "256"));
        for (String word : different) {
            String[] pair = word.split("=>");
            command.replaceAll(argument -> argument.replace(pair[0], pair[1]));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(domain).toFile());
        builder.environment().put("XENSTORED_PATH", folder.resolve("socket").toString());
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", folder + File.pathSeparator, (path, first) -> first + path);
        Process process = builder.start();
        helpers.add(process);
        return process;
    }

    private Path log(int domain) {
        return folder.resolve("qemu-dm-" + domain + ".log");
    }

    private String ended(Process helper, int domain, int status) throws Exception {
        assertThat(helper.waitFor(20, TimeUnit.SECONDS)).as("the helper ends").isTrue();
        String said = Files.readString(log(domain));
        assertThat(helper.exitValue()).as(said).isEqualTo(status);
        assertThat(helper.descendants()).isEmpty();
        return said;
    }

    /** By its watch, or by the daemon's signal when the guest goes before the watch is set. */
    private String endedWithItsGuest(Process helper, int domain) throws Exception {
        assertThat(helper.waitFor(20, TimeUnit.SECONDS)).as("the helper ends").isTrue();
        return ended(helper, domain, helper.exitValue() == 0 ? 0 : SIGTERM);
    }

    /** It has become the program that waits for the end. */
    private void awaitServed(Process helper) {
        assertThat(one.awaitAnswer()).isEqualTo("running");
        Requester.await(() -> helper.info().command().orElse("").endsWith("xenstore-watch"));
    }

    @Test
    void aGuestIsServedUntilItGoes() throws Exception {
        start();
        Process helper = helper(1);
        awaitServed(helper);
        assertThat(one.state()).contains("running");
        assertThat(helper.descendants()).as("one process a guest").isEmpty();
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            assertThat(client.ask("{\"execute\":\"query-chardev\",\"id\":1}")).isEqualTo("{\"return\":[],\"id\":1}");
            one.destroy();
            assertThat(client.read()).isNull();
        }
        assertThat(endedWithItsGuest(helper, 1)).isEmpty();
    }

    @Test
    void aGuestThatGoesBeforeTheWatchIsSetEndsItToo() throws Exception {
        Path deaf = folder.resolve("xenstore-watch");
        Files.writeString(deaf, "#!/bin/sh\nexec sleep 60\n");
        Files.setPosixFilePermissions(deaf, PosixFilePermissions.fromString("rwx------"));
        start();
        Process helper = helper(1);
        assertThat(one.awaitAnswer()).isEqualTo("running");
        Requester.await(() -> helper.info().command().orElse("").endsWith("sleep"));
        one.destroy();
        ended(helper, 1, SIGTERM);
    }

    @Test
    void libxlsSignalEndsIt() throws Exception {
        start();
        Process helper = helper(1);
        awaitServed(helper);
        new ProcessBuilder("kill", "-HUP", Long.toString(helper.pid())).start().waitFor();
        assertThat(ended(helper, 1, 128 + 1)).isEmpty();
    }

    @Test
    void eachOfTwoGuestsHasItsOwn() throws Exception {
        start();
        Process first = helper(1);
        Process second = helper(2);
        Requester two = new Requester(xen.store(), 2, folder);
        awaitServed(first);
        assertThat(two.awaitAnswer()).isEqualTo("running");
        one.destroy();
        endedWithItsGuest(first, 1);
        assertThat(second.isAlive()).isTrue();
        QmpClient.negotiated(two.control()).close();
    }

    @Test
    void itOutlivesTheDaemonAndIsTakenUpByTheNext() throws Exception {
        start();
        Process helper = helper(1);
        awaitServed(helper);
        stop();
        start();
        Requester.await(() -> Files.exists(one.control()));
        QmpClient.negotiated(one.control()).close();
        assertThat(helper.isAlive()).isTrue();
        one.destroy();
        endedWithItsGuest(helper, 1);
    }

    @Test
    void withoutADaemonItSaysSoAndFails() throws Exception {
        Process helper = hastyHelper(1);
        assertThat(ended(helper, 1, 1))
                .isEqualTo("xenbay-device-model: no xenbay daemon answers for domain 1 within 1 s; is it running?\n");
        assertThat(one.isAsking()).as("its request is taken back").isFalse();
    }

    @Test
    void aRefusalIsItsLastLine() throws Exception {
        Files.writeString(one.control(), "in the way");
        start();
        Process helper = helper(1);
        assertThat(ended(helper, 1, 1))
                .isEqualTo("xenbay-device-model: the xenbay daemon refuses domain 1: cannot listen on " + one.control()
                        + ": a file that is not a socket is there\n");
        assertThat(one.isAsking()).isFalse();
    }

    @Test
    void aSignalWhileItWaitsTakesItsRequestBack() throws Exception {
        Process helper = helper(1);
        Requester.await(one::isAsking);
        helper.destroy();
        endedWithItsGuest(helper, 1);
        assertThat(one.isAsking()).isFalse();
    }

    @Test
    void theAnswerToAnEarlierHelperIsNotTakenForItsOwn() throws Exception {
        one.ask(1);
        start();
        one.awaitAnswer();
        stop();
        Process helper = hastyHelper(1);
        assertThat(ended(helper, 1, 1)).contains("no xenbay daemon answers");
    }

    @Test
    void whatItCannotServeIsRefusedAtOnce() throws Exception {
        assertThat(ended(helper(1, "xenpv=>pc,accel=xen"), 1, 1)).contains("an HVM guest needs QEMU");
        assertThat(ended(helper(1, "-xen-domid=>-domid"), 1, 1)).contains("no domain id on the command line");
        assertThat(ended(helper(1, "libxl-cmd,path=" + one.control() + "=>libxl-cmd,fd=7"), 1, 1))
                .contains("dm_restrict=1 is for QEMU only");
        assertThat(ended(helper(1, "id=libxl-cmd=>id=other"), 1, 1)).contains("no socket libxl-cmd");
        assertThat(one.isAsking()).isFalse();
    }

    @Test
    void aStoreThatIsGoneDoesNotLeaveItSpinning() throws Exception {
        start();
        Process helper = helper(1);
        awaitServed(helper);
        stop();
        xen.close();
        assertThat(helper.waitFor(20, TimeUnit.SECONDS)).as("the helper ends").isTrue();
    }
}
