// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.api.store.StorePath;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

@Timeout(30)
class ShellServerTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 3);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void aCommandAnswersAndExitsWithZero() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "guest"));
        TestShell.Answer answer = shell.run("devices");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).startsWith("5/console/1\tguest\tInitWait").endsWith("\n");
        assertThat(answer.err()).isEmpty();
        assertThat(shell.run("devices", "--json").out()).startsWith("[{\"id\":\"5/console/1\"");
        assertThat(shell.run("devices", "6").out()).isEmpty();
    }

    @Test
    void everyListingHasJson() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "guest"));
        shell.store.write(StorePath.of("/a/b"), "1");
        assertThat(shell.run("device", "5/console/1", "--json").out()).startsWith("{\"id\":");
        assertThat(shell.run("explain", "--json", "5/console/1").out()).contains("\"explanation\":\"the frontend has");
        assertThat(shell.run("backends", "--json").out()).contains("\"type\":\"console\"");
        assertThat(shell.run("host", "--json").out()).contains("\"hypervisor\":\"embedded\"");
        assertThat(shell.run("ls", "-r", "-p", "--json", "/a").out())
                .isEqualTo("[{\"path\":\"/a/b\",\"value\":\"1\",\"permissions\":[\"n0\",\"r5\"]}]\n");
    }

    @Test
    void theConfigurationIsShownWithWhatWasRefused() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "guest"));
        assertThat(shell.run("config").out())
                .isEqualTo("org.xenbay.console\tpty\tno\tetc/org.xenbay.console.cfg\t-\n"
                        + "org.xenbay.console\tmaxLimit\t1M\tdefault\tetc/org.xenbay.console.cfg: maxLimit=4Q is refused:"
                        + " accepted is a size from 4k to 64M, in bytes or such as 64k or 4M; in force is 1M\n"
                        + "org.xenbay.console\tptty\t-\tno effect\tetc/org.xenbay.console.cfg: ptty=1 has no effect, no key"
                        + " is named so: did you mean pty?\n");
        assertThat(shell.run("config", "--json", "console").out())
                .startsWith("[{\"pid\":\"org.xenbay.console\",\"file\":\"etc/org.xenbay.console.cfg\"")
                .contains("\"accepts\":\"yes or no\"");
        assertFails("no component that runs has a configuration vnc", "config", "vnc");
        assertThat(shell.run("explain", "5/console/1").out())
                .contains("note: etc/org.xenbay.console.cfg: maxLimit=4Q is refused")
                .contains("note 2: etc/org.xenbay.console.cfg: ptty=1 has no effect");
    }

    @Test
    void bundlesAreListedAndDeployed() throws IOException {
        assertThat(shell.run("bundles").out())
                .isEqualTo("20\techo\t1.0.0\techo.jar\tserves\techo\t-\n"
                        + "-\thalf.jar\t-\thalf.jar\trefused\tit is not a whole jar: no end\t-\n"
                        + "1\torg.xenbay.core\t0.1.0\tplatform\truns\t-\t0123456789ab\n");
        assertThat(shell.run("bundles", "--json").out()).startsWith("[{\"id\":20,\"name\":\"echo\"");
        for (String name : new String[] {"good.jar", "refused.jar", "bad.jar"}) {
            Files.createFile(folder.resolve(name));
        }
        String good = folder.resolve("good.jar").toString();
        assertThat(shell.run("deploy", good).out()).isEqualTo("echo 1.0.0 serves echo\n");
        assertFails(
                "refused.jar is refused: it is empty",
                "deploy",
                folder.resolve("refused.jar").toString());
        assertFails(
                "echo 2.0.0 does not work: component x fails",
                "deploy",
                folder.resolve("bad.jar").toString());
        assertFails("there is no file /absent.jar", "deploy", "/absent.jar");
        assertMisused("usage: deploy <jar>...", "deploy");
        assertThat(shell.run("deploy", good, good).out()).isEqualTo("echo 1.0.0 serves echo\n".repeat(2));
        for (String name : new String[] {"good.jar", "refused.jar", "bad.jar"}) {
            Files.delete(folder.resolve(name));
        }
    }

    @Test
    void theTabKeyOffersJarsAndFolders() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.createFile(folder.resolve("a.jar"));
        Files.createFile(folder.resolve("a.txt"));
        String offered = shell.run("candidates", "deploy", folder + "/").out();
        assertThat(offered)
                .contains(folder + "/a.jar")
                .contains(folder + "/sub/")
                .doesNotContain("a.txt");
        assertThat(shell.run("candidates", "update", "echo", "/absent/").out()).doesNotContain("/absent/");
        Files.delete(folder.resolve("sub"));
        Files.delete(folder.resolve("a.jar"));
        Files.delete(folder.resolve("a.txt"));
    }

    @Test
    void theTabKeyOffersCommandsBundlesConfigurationsAndNewDevices() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/0", "guest"));
        assertThat(shell.run("candidates", "help", "").out())
                .contains("explain", "attach")
                .doesNotContain("candidates", "default");
        assertThat(shell.run("candidates", "update", "").out()).contains("echo", "org.xenbay.core");
        assertThat(shell.run("candidates", "config", "").out()).contains("org.xenbay.console");
        assertThat(shell.run("candidates", "attach", "").out()).contains("5/console/1");
    }

    @Test
    void failuresAreOneClearLineAndExitOneWrongUsageTwo() throws IOException {
        shell.store.write(StorePath.of("/secret"), "x");
        assertFails("there is no device 5/console/9", "device", "5/console/9");
        assertFails("there is no device 5/vif/0: the type vif is not served", "explain", "5/vif/0");
        assertMisused("not a device id", "explain", "5-console-9");
        assertMisused("usage: device", "device");
        assertMisused("unknown option --bogus", "devices", "--bogus");
        assertMisused("there is no command nosuch", "nosuch");
        assertMisused("not a command's name", "a;b");
        assertFails("there is no node /x", "read", "/x");
        assertFails("EACCES", "read", "/secret");
        assertMisused("begins with '/'", "ls", "x");
        assertMisused("a level is a number from 0 to 9", "debug", "ten");
        assertMisused("is given twice", "attach", "5/console/3", "a=1", "a=2");
        assertMisused("there is no command bogus", "help", "bogus");
    }

    @Test
    void anUnknownCommandIsNamedWithTheNearestKnownOne() throws IOException {
        assertThat(shell.run("divices"))
                .isEqualTo(new TestShell.Answer(
                        2, "", "xenbay: there is no command divices; did you mean devices? help lists them\n"));
        assertThat(shell.line("devices | 5xyzxyz"))
                .extracting(TestShell.Answer::exit, TestShell.Answer::err)
                .containsExactly(2, "xenbay: there is no command 5xyzxyz; help lists them\n");
        assertMisused("there is no command zzzzzz; help lists them", "zzzzzz");
        assertThat(shell.line("(devices").exit()).isEqualTo(2);
    }

    @Test
    void optionsWithoutTheirValuesAreWrongUsage() throws IOException {
        assertMisused("help watch says", "watch", "--count");
    }

    @Test
    void whatComesOutOfAPipeHasNoColours() throws IOException {
        assertThat(shell.line("terminal").out()).isEqualTo("not a terminal\n");
        assertThat(shell.line("terminal; terminal").out()).isEqualTo("not a terminal\nnot a terminal\n");
        try (TestShell.Pending shown = shell.begin(new Hello(true, 80, false, true, List.of("terminal"), ""))) {
            assertThat(shown.answer().out()).isEqualTo("a terminal\n");
        }
    }

    private void assertMisused(String reason, String... words) throws IOException {
        assertEnds(2, reason, words);
    }

    private void assertFails(String reason, String... words) throws IOException {
        assertEnds(1, reason, words);
    }

    private void assertEnds(int exit, String reason, String... words) throws IOException {
        TestShell.Answer answer = shell.run(words);
        assertThat(answer.exit()).as(reason).isEqualTo(exit);
        assertThat(answer.err()).startsWith("xenbay: ").contains(reason).containsOnlyOnce("\n");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void argumentsAreNotTakenForTheShellsLanguage() throws IOException {
        assertThat(shell.run("write", "/a", "$HOME ; (ls) | 'x' \"y\" *").exit())
                .isZero();
        assertThat(shell.store.read(StorePath.of("/a"))).contains("$HOME ; (ls) | 'x' \"y\" *");
        assertThat(shell.run("read", "/a").out()).isEqualTo("$HOME ; (ls) | 'x' \"y\" *\n");
    }

    @Test
    void aLineOfTheLanguageMayHavePipes() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "one"));
        shell.admin.devices.add(FakeDevices.device("6/console/1", "two"));
        TestShell.Answer answer = shell.line("devices | upper");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).startsWith("5/CONSOLE/1\tONE\t").contains("\n6/CONSOLE/1\tTWO\t");
        assertThat(shell.line("devices '").err()).contains("incomplete");
    }

    @Test
    void whatAnyOtherCommandThrowsIsOneLineToo() throws IOException {
        TestShell.Answer answer = shell.run("explode");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("xenbay: explode failed: java.lang.ArithmeticException: first line\n");
    }

    @Test
    void aCommandThatReportsAnErrorCodeFails() throws IOException {
        assertThat(shell.run("seven").exit()).isEqualTo(1);
    }

    @Test
    void theStoreIsReadWrittenAndRemoved() throws IOException {
        assertThat(shell.run("write", "/a/b", "1").exit()).isZero();
        shell.store.writeBytes(StorePath.of("/a/c"), new byte[] {27, '[', 'm'});
        assertThat(shell.run("ls", "/a").out()).isEqualTo("/a/b\t1\n/a/c\t\\x1b[m\n");
        assertThat(shell.run("read", "/a/b", "/a/c").out()).isEqualTo("1\n\\x1b[m\n");
        assertThat(shell.run("read", "--raw", "/a/c").out()).isEqualTo("\u001b[m\n");
        assertThat(shell.run("rm", "/a").exit()).isZero();
        assertThat(shell.run("ls").out()).isEmpty();
    }

    @Test
    void devicesAreManaged() throws IOException {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "guest"));
        assertThat(shell.run("attach", "5/console/2", "name=log", "path=/x=y").out())
                .isEqualTo("attached 5/console/2\n");
        assertThat(shell.run("debug", "2").exit()).isZero();
        assertThat(shell.run("debug", "5/console/1", "0").exit()).isZero();
        assertThat(shell.run("detach", "5/console/1").err()).contains("did not close in time");
        assertThat(shell.run("detach", "--force", "5/console/1").out()).contains("by force");
        assertThat(shell.admin.calls)
                .containsExactly(
                        "attach 5/console/2 {name=log, path=/x=y}",
                        "debug 2",
                        "debug 5/console/1 0",
                        "detach 5/console/1");
    }

    @Test
    void eachStatementOfALineIsAnswered() throws IOException {
        assertThat(shell.line("attach 5/console/2; attach 5/console/3").out())
                .isEqualTo("attached 5/console/2\nattached 5/console/3\n");
        TestShell.Answer stopped = shell.line("attach 5/console/4; explode; attach 5/console/5");
        assertThat(stopped.out()).isEqualTo("attached 5/console/4\n");
        assertThat(stopped.exit()).isEqualTo(1);
        assertThat(shell.line("x = 6; attach $x/console/0").out()).endsWith("attached 6/console/0\n");
        assertThat(shell.line("attach 5/console/6 && attach 5/console/7").out()).contains("attached 5/console/7");
        assertThat(shell.line("attach 5/console/8; (devices").exit()).isEqualTo(2);
    }

    @Test
    void aMissingCoreIsSaidSo() throws IOException {
        shell.removeCore();
        assertFails("the core is not running", "devices");
    }

    @Test
    void watchFollowsWhatMatchesAndEndsAfterItsCount() throws Exception {
        TestShell.Pending watching = shell.begin("watch", "--count", "2", "console");
        await().until(() -> !shell.admin.listeners.isEmpty());
        shell.admin.tell(FakeDevices.event("5/console/1"));
        shell.admin.tell(FakeDevices.event("5/vkbd/0"));
        shell.admin.tell(FakeDevices.event("6/console/0"));
        TestShell.Answer answer = watching.answer();
        assertThat(answer.exit()).isZero();
        assertThat(answer.out().lines()).hasSize(2).allMatch(line -> line.contains("Connected Connected frontend"));
        assertThat(shell.admin.listeners).isEmpty();
    }

    @Test
    void watchEndsAfterItsTime() throws IOException {
        assertThat(shell.run("watch", "--timeout", "1").exit()).isZero();
    }

    @Test
    void aClientThatGoesInterruptsItsCommand() throws Exception {
        TestShell.Pending watching = shell.begin("watch");
        await().until(() -> !shell.admin.listeners.isEmpty());
        watching.hangUp();
        await().until(() -> shell.admin.listeners.isEmpty());
        assertThat(shell.run("host").exit()).isZero();
    }

    @Test
    void moreClientsThanTheLimitAreToldSo() throws Exception {
        for (int i = 0; i < 3; i++) {
            shell.begin("watch");
        }
        await().until(() -> shell.admin.listeners.size() == 3);
        assertThat(shell.run("host").err()).contains("3 commands are running already");
    }

    @Test
    void aClientThatDoesNotSpeakTheProtocolIsRefused() throws Exception {
        try (TestShell.Pending rude = shell.connect()) {
            rude.send(FrameType.STDIN, "x".getBytes(StandardCharsets.UTF_8));
            TestShell.Answer answer = rude.answer();
            assertThat(answer.exit()).isEqualTo(1);
            assertThat(answer.err()).contains("greets first");
        }
    }

    @Test
    void theSocketIsForItsOwnerAndGroupAndGoesWithTheServer() throws IOException {
        Path socket = folder.resolve("s");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
        shell.close();
        assertThat(folder).isEmptyDirectory();
    }
}
