// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The distribution as an operator uses it: processes, exit codes, files. */
class DistributionIT extends InstalledDaemon {
    /** The one warning that a machine without the package libusb-1.0-0 gives, on which the tests pass too. */
    private static final String NO_LIBUSB = "WARN  UsbComponent: no USB devices of the host: the library libusb";

    @Test
    void helpAndMisuseNeedNoDaemon() throws Exception {
        assertThat(xenbay.command("--help").out()).startsWith("Usage: xenbay").contains("Exit codes");
        assertThat(xenbay.command("--version").out()).startsWith("xenbay 0");
        Installation.Answer misuse = xenbay.command("--bogus");
        assertThat(misuse.exit()).isEqualTo(2);
        assertThat(misuse.err()).startsWith("xenbay: unknown option --bogus").contains("Usage:");
        assertThat(xenbay.command("--etc", "/nowhere", "host").exit()).isEqualTo(2);
        Installation.Answer alone = xenbay.command("host");
        assertThat(alone.exit()).isEqualTo(3);
        assertThat(alone.err()).startsWith("xenbay: no daemon answers at").containsOnlyOnce("\n");
        Installation.Answer health = xenbay.command("health");
        assertThat(health.exit()).isEqualTo(2);
        assertThat(health.out())
                .startsWith("XENBAY CRITICAL - no daemon answers at")
                .containsOnlyOnce("\n");
    }

    /** How this machine is, is not known here. */
    @Test
    void theHostIsLookedAtWithoutADaemon() throws Exception {
        Installation.Answer found = xenbay.command("doctor");
        assertThat(found.exit()).isBetween(0, 2);
        assertThat(found.err()).isEmpty();
        assertThat(found.out())
                .startsWith("XENBAY ")
                .contains(
                        "\nno daemon runs; start it with: " + xenbay.home().resolve("bin/xenbay") + " --daemon\n",
                        "java: Java ");
        Installation.Answer json = xenbay.command("doctor", "--json");
        assertThat(json.exit()).isEqualTo(found.exit());
        assertThat(json.out()).startsWith("{\"severity\":\"").contains("\"check\":\"run folder\"");
        Installation.Answer misuse = xenbay.command("doctor", "--bogus");
        assertThat(misuse.exit()).isEqualTo(2);
        assertThat(misuse.err()).isEqualTo("xenbay: usage: doctor [--json]\n");
    }

    @Test
    void aRunFolderThatCannotBeIsOneLine() throws Exception {
        for (String folder : new String[] {"/dev/null/x", "/proc/x", "/etc/passwd", "/tmp/" + "0".repeat(120)}) {
            Installation.Answer refused = xenbay.command("--run-dir", folder, "--daemon");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith("xenbay: the run folder " + folder)
                    .containsOnlyOnce("\n");
        }
    }

    @Test
    void anotherUserIsToldThatTheDaemonIsNotHis() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(xenbay.run());
        Files.setPosixFilePermissions(xenbay.run(), PosixFilePermissions.fromString("---------"));
        Installation.Answer told = xenbay.commandOfAnotherUser("host");
        Files.setPosixFilePermissions(xenbay.run(), PosixFilePermissions.fromString("rwx------"));
        assertThat(told.err()).startsWith("xenbay: you may not use this daemon").containsOnlyOnce("\n");
        assertThat(told.exit()).isEqualTo(1);
    }

    @Test
    void linesFromAPipeAreRunAndTheFirstThatFailsIsTheExitCode() throws Exception {
        Installation.Answer piped = xenbay.piped("nosuch\nhost\n");
        assertThat(piped.exit()).isEqualTo(2);
        assertThat(piped.out() + piped.err())
                .contains("there is no command nosuch", "hypervisor")
                .doesNotContain("gosh_profile", "setopt", "CommandNotFound");
    }

    @Test
    void linesFromAPipeAreAnsweredAsEveryOtherCommand() throws Exception {
        Installation.Answer piped = xenbay.piped("device\nhost | grep hyper\n\nwatch --count\nhost; exit\nnosuch\n");
        assertThat(piped.exit()).isEqualTo(2);
        assertThat(piped.out().lines())
                .startsWith(
                        "Xenbay. help lists the commands, exit or Ctrl-D stops the daemon.",
                        "xenbay> xenbay> hypervisor: embedded",
                        "xenbay> xenbay> xenbay> hypervisor: embedded")
                .doesNotContain("xenbay> xenbay> xenbay> xenbay> ");
        assertThat(piped.err().lines().filter(line -> line.startsWith("xenbay: ")))
                .containsExactly(
                        "xenbay: usage: device [--json] <id>",
                        "xenbay: watch does not take these arguments; help watch says what it does");
        assertThat(piped.err()).doesNotContain("CommandMisuse", " WARN ");
    }

    @Test
    void aTimeToStopThatIsNoneIsRefused() throws Exception {
        Path properties = xenbay.home().resolve("etc/config.properties");
        Files.writeString(properties, Files.readString(properties).replace("stop.seconds=10", "stop.seconds=soon"));
        Installation.Answer refused = xenbay.command("--daemon");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("etc/config.properties: xenbay.stop.seconds=soon is no number of seconds");
    }

    @Test
    void theDemonstrationIsThereOnlyWithTheEmbeddedXen() throws Exception {
        Path settings = xenbay.home().resolve("etc/org.xenbay.embedded.cfg");
        Files.writeString(settings, "enabled=never\n");
        Process daemon = xenbay.daemon();
        await().atMost(TIMEOUT).until(() -> xenbay.command("bundles", "--json").exit() == 0);
        assertThat(xenbay.command("bundles", "--json").out())
                .contains("org.xenbay.core")
                .doesNotContain("org.xenbay.demo", "org.xenbay.frontend");
        daemon.destroy();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Files.writeString(settings, "enabled=always\n");
        startedDaemon();
        assertThat(xenbay.command("bundles", "--json").out())
                .contains("org.xenbay.demo")
                .doesNotContain("org.xenbay.frontend");
    }

    @Test
    void testClientsAreNotInstalledAndTheDemonstrationHasItsOwn() throws Exception {
        try (Stream<Path> files = Files.walk(xenbay.home())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("xenbay-frontend") || name.startsWith("xenbay-simulation"));
        }
        try (Stream<Path> files = Files.list(xenbay.home().resolve("bundle/demonstration"));
                JarFile jar = new JarFile(files.findFirst().orElseThrow().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("org.xenbay.demo");
            assertThat(manifest.getValue("Export-Package")).isNull();
            assertThat(manifest.getValue("Import-Package")).doesNotContain("org.xenbay.frontend");
            assertThat(jar.getEntry("org/xenbay/frontend/ConsoleFrontend.class"))
                    .isNotNull();
        }
    }

    @Test
    void aDaemonServesCommandsTakesBundlesAndEndsCleanly() throws Exception {
        Process daemon = startedDaemon();
        assertThat(xenbay.log()).contains("ready");
        assertTheLogHoldsNoTrouble();
        commandsAnswer();
        aNarrowTerminalIsNotWrapped();
        bundlesComeAndGo();
        halfAJarOverABackendChangesNothing();
        deployWaitsUntilItServesOrSaysWhyNot();
        aComponentThatFailsIsInTheLogAndInBundles();
        aSecondDaemonIsRefused();

        daemon.destroy();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(daemon.exitValue()).as(xenbay.log()).isZero();
        assertThat(daemon.descendants()).isEmpty();
        assertThat(xenbay.run().resolve("ready")).doesNotExist();
        assertThat(xenbay.run().resolve("shell.sock")).doesNotExist();
        assertThat(xenbay.command("host").exit()).isEqualTo(3);
        aSecondStartUsesTheArchiveOfClassesSilently();
    }

    private void assertTheLogHoldsNoTrouble() throws IOException {
        assertThat(xenbay.log().lines().filter(line -> !line.contains(NO_LIBUSB)))
                .allMatch(line -> line.contains(" INFO  "));
    }

    private void commandsAnswer() throws Exception {
        assertThat(xenbay.command("host", "--json").out()).startsWith("{\"hypervisor\":\"embedded\"");
        assertThat(xenbay.command("help").out()).contains("devices\t", "console\t");
        assertThat(xenbay.command("nosuch").exit()).isEqualTo(2);
        assertThat(xenbay.command("device", "9/none/1").exit()).isEqualTo(1);
        assertThat(xenbay.command("-c", "(host) hypervisor").out()).isEqualTo("embedded\n");
        assertThat(xenbay.command("-c", "host | grep -i HYPER")).isEqualTo(answer(0, "hypervisor: embedded\n"));
        assertThat(xenbay.command("-c", "host | grep nonsense")).isEqualTo(answer(1, ""));
        assertThat(xenbay.command("-c", "host | grep").exit()).isEqualTo(2);
        assertThat(xenbay.command("-c", "echo a b")).isEqualTo(answer(0, "a b\n"));
        assertThat(xenbay.command("help").out()).contains("grep\t").doesNotContain("lines\t");
        assertThat(xenbay.command("lb").out()).contains("Active     |    2|Xenbay core");
        Installation.Answer health = xenbay.command("health");
        assertThat(health.out())
                .startsWith("XENBAY OK - devices: ")
                .contains("\nxenstore\tOK\tXenStore answers\n", "\nspace\tOK\t");
        assertThat(health.exit()).isZero();
        assertThat(xenbay.command("doctor").out())
                .contains("\nOK  daemon xenstore: XenStore answers", "\nOK  limits: the daemon may open ")
                .doesNotContain("no daemon runs");
        assertThat(xenbay.command("-c", "doctor").out()).contains("\nOK  daemon xenstore: XenStore answers");
        assertThat(xenbay.command("help").out()).contains("doctor\tSays what on this host is not as it should be");
        aReportHasEachPart();
    }

    private void aReportHasEachPart() throws Exception {
        Path file = xenbay.home().resolve("report.zip");
        Installation.Answer report = xenbay.command("report", file.toString());
        assertThat(report.exit()).as(report.err()).isZero();
        // This daemon has no shell and is no service of systemd: its log goes to its standard error, which a report
        // cannot read.
        assertThat(report.out().lines().skip(1)).allMatch(line -> line.startsWith("not in it: log.txt ("));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).contains("health.json", "devices.json", "threads.txt");
            String threads =
                    new String(zip.getInputStream(zip.getEntry("threads.txt")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(threads).contains("\"xenbay-report\" RUNNABLE");
        }
    }

    private static Installation.Answer answer(int exit, String out) {
        return new Installation.Answer(exit, out, "");
    }

    private void aNarrowTerminalIsNotWrapped() throws Exception {
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("devices").out().lines().count() == 4);
        String shown = xenbay.onTerminal(40, "devices").out().replaceAll("\u001b\\[[0-9]*m", "");
        assertThat(shown).contains("STATUS", "1/console/1", "4 devices");
        assertThat(shown.lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(40));
    }

    private void bundlesComeAndGo() throws Exception {
        xenbay.deploy(Path.of(System.getProperty("xenbay.echo.jar")), "echo.jar");
        await().atMost(TIMEOUT).until(() -> served("echo"));
        xenbay.undeploy("echo.jar");
        await().atMost(TIMEOUT).until(() -> !served("echo"));
        assertThat(served("console")).isTrue();
    }

    /** Waits for lines of the log, as each command is a process. */
    private void awaitLog(String text, int times) {
        await().atMost(TIMEOUT)
                .until(() ->
                        xenbay.log().lines().filter(line -> line.contains(text)).count() == times);
    }

    private void halfAJarOverABackendChangesNothing() throws Exception {
        String name = "console-backend-bundle.jar";
        Path whole = Files.copy(xenbay.home().resolve("deploy").resolve(name), folder.resolve(name));
        xenbay.deploy(half(whole), name);
        awaitLog(name + " is refused: it is not a whole jar", 1);
        assertThat(bundle(name)).contains("\tserves\tconsole; what is in the file now is refused: it is not a whole");
        assertThat(xenbay.log()).contains("WARN  DeployedContents: ").contains("; what it held before still serves");
        assertThat(xenbay.command("devices").out()).contains("1/console/1").contains("served, all is well");
        xenbay.deploy(whole, name);
        awaitLog(" of " + name + " has taken the place of ", 1);
        theSameBundleInASecondFileComesAndGoesUnderTheGuest(whole, name);
    }

    private void theSameBundleInASecondFileComesAndGoesUnderTheGuest(Path jar, String first) throws Exception {
        xenbay.deploy(jar, "zz-console.jar");
        awaitLog(" of zz-console.jar has taken the place of ", 1);
        assertThat(bundle(first)).contains("\tsuperseded\tby ").contains(" of zz-console.jar\t");
        xenbay.undeploy("zz-console.jar");
        awaitLog(" of " + first + " has taken the place of ", 2);
        assertThat(xenbay.command("device", "1/console/1").out())
                .contains("phase: CONNECTED", "park", "resume")
                .doesNotContain("Clos");
    }

    private Path half(Path jar) throws IOException {
        byte[] all = Files.readAllBytes(jar);
        return Files.write(folder.resolve("half.jar"), Arrays.copyOf(all, all.length / 2));
    }

    private String bundle(String file) throws IOException, InterruptedException {
        return xenbay.command("bundles")
                .out()
                .lines()
                .filter(line -> line.contains("\t" + file + "\t"))
                .findFirst()
                .orElse("");
    }

    private void deployWaitsUntilItServesOrSaysWhyNot() throws Exception {
        Path echo = Path.of(System.getProperty("xenbay.echo.jar"));
        Installation.Answer refused = xenbay.command("deploy", half(echo).toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("xenbay: ")
                .contains("half.jar is refused: it is not a whole jar")
                .containsOnlyOnce("\n");
        Installation.Answer done = xenbay.command("deploy", echo.toString());
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).startsWith("org.xenbay.backend.echo ").endsWith(" serves echo\n");
    }

    private void aComponentThatFailsIsInTheLogAndInBundles() throws Exception {
        xenbay.deploy(FailingComponent.jar(folder.resolve("failing.jar")), "failing.jar");
        String why = "java.lang.IllegalStateException: no licence at " + FailingComponent.class.getName() + ".<init>";
        awaitLog(" ERROR FailingComponent: ", 1);
        awaitLog(" of failing.jar is installed", 1);
        assertThat(xenbay.log()).contains("no licence at ");
        assertThat(bundle("failing.jar")).contains("component failing fails: " + why);
        Installation.Answer health = xenbay.command("health");
        assertThat(health.out()).startsWith("XENBAY WARNING - bundles: ").contains("component failing fails: ");
        assertThat(health.exit()).isEqualTo(1);
        xenbay.undeploy("failing.jar");
    }

    private boolean served(String type) throws IOException, InterruptedException {
        return xenbay.command("backends").out().lines().anyMatch(line -> line.startsWith(type + "\t"));
    }

    private void aSecondDaemonIsRefused() throws Exception {
        Process second = xenbay.daemon();
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(xenbay.log()).contains("xenbay: another xenbay (process ");
    }

    private void aSecondStartUsesTheArchiveOfClassesSilently() throws Exception {
        assertThat(xenbay.run().toFile().list()).anyMatch(name -> name.endsWith(".jsa"));
        Files.delete(xenbay.home().resolve("daemon.log"));
        Process daemon = startedDaemon();
        assertTheLogHoldsNoTrouble();
        daemon.destroy();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
