// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.shell.client.doctor.BrokenHosts.Broken;
import org.xenbay.shell.rule.Severity;

/** Hosts in a folder, broken one thing at a time. */
@Timeout(60)
class DoctorTest {

    @TempDir
    Path root;

    private static List<Finding> wrong(Report report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.OK)
                .toList();
    }

    static Stream<Broken> brokenHosts() {
        List<List<Broken>> mendedElsewhere = List.of(
                BrokenHosts.kernels(),
                BrokenHosts.permissions(),
                BrokenHosts.programs(),
                BrokenHosts.machines(),
                BrokenHosts.services(),
                BrokenHosts.competitors(),
                BrokenDaemons.daemons());
        return Stream.concat(mendedElsewhere.stream().flatMap(List::stream), hostsMendedByFiles());
    }

    static Stream<Broken> hostsMendedByFiles() {
        return Stream.concat(BrokenHosts.filesOfXl().stream(), BrokenHosts.filesOfOurs().stream());
    }

    @Test
    void aHostOnWhichAllIsWellHasNoFindings() throws Exception {
        TestHost host = TestHost.domain0(root);
        Report report = host.examine();
        assertThat(wrong(report)).isEmpty();
        assertThat(report.severity()).isEqualTo(Severity.OK);
        assertThat(report.severity().exit()).isZero();
        assertThat(report.line()).matches("XENBAY OK - Xen, domain 0: \\d+ well");
        assertThat(report.notes()).containsExactly("no daemon runs; start it with: systemctl start xenbay");
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactlyInAnyOrder(
                        "kernel",
                        "xenfs",
                        "confinement",
                        "tracing",
                        "xenstore",
                        "service",
                        "competitors",
                        "usb",
                        "consoles",
                        "helper",
                        "xl",
                        "guests",
                        "java",
                        "configuration",
                        "run folder",
                        "libraries",
                        "limits");
    }

    @Test
    void soHasAHostWhoseDaemonIsWell() throws Exception {
        TestHost host = TestHost.domain0(root);
        host.daemon("1048576", "2");
        assertThat(wrong(host.examine())).isEmpty();
        assertThat(host.examine().notes()).isEmpty();
        assertThat(host.examine().findings()).extracting(Finding::check).contains("daemon devices");
    }

    @ParameterizedTest
    @MethodSource("brokenHosts")
    void eachThingThatIsWrongIsOneFindingWithTheCommandThatMendsIt(Broken broken) throws Exception {
        TestHost host = TestHost.domain0(root);
        broken.harm().accept(host);
        Report report = host.examine();
        assertThat(wrong(report)).singleElement().satisfies(finding -> {
            assertThat(finding.text()).contains(broken.text());
            assertThat(finding.severity()).isEqualTo(broken.severity());
            assertThat(finding.command()).isEqualTo(broken.command());
            assertThat(finding.why()).isNotBlank();
        });
        assertThat(report.findings().get(0).severity()).isEqualTo(broken.severity());
        assertThat(report.severity().exit()).isEqualTo(broken.severity() == Severity.CRITICAL ? 2 : 1);
    }

    /** The commands are run by a shell, with the folder's name before each name of a file that is changed, and a systemctl that does nothing. */
    @ParameterizedTest
    @MethodSource("hostsMendedByFiles")
    void theCommandMendsIt(Broken broken) throws Exception {
        TestHost host = TestHost.domain0(root);
        broken.harm().accept(host);
        String command = wrong(host.examine()).get(0).command();
        Path programs = Files.createDirectories(root.resolve("stubs"));
        Path systemctl = Files.writeString(programs.resolve("systemctl"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", inFolder(command)).redirectErrorStream(true);
        shell.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(wrong(host.examine())).isEmpty();
    }

    private String inFolder(String command) {
        return command.replaceAll("(?<=[ >'])(?=/etc/|/opt/xenbay/(etc|systemd)/)", root.toString())
                .replace("chmod 755 ", "chmod 755 " + root);
    }

    @Test
    void aMachineWithoutXenIsLookedAtForWhatMattersThere() throws IOException {
        TestHost host = TestHost.withoutXen(root);
        assertThat(wrong(host.examine())).isEmpty();
        assertThat(host.examine().line())
                .startsWith("XENBAY OK - no Xen host, so guests are those of the embedded Xen: ");
        assertThat(host.examine().findings())
                .extracting(Finding::check)
                .containsExactlyInAnyOrder("java", "configuration", "run folder", "libraries", "limits");
        host.limits("self", "1024", "1024", "0");
        host.write("/proc/self/status", "CapEff:\t0000000000000000\n");
        host.write("/boot/xen-4.17-amd64.gz", "");
        host.write("/opt/xenbay/etc/org.xenbay.embedded.cfg", "enabled=never\n");
        assertThat(wrong(host.examine()))
                .extracting(Finding::command)
                .contains("update-grub && reboot", "ulimit -n 1048576")
                .hasSize(3);
    }

    @Test
    void aDriverDomainNeedsNoToolstack() throws IOException {
        TestHost host = TestHost.driverDomain(root);
        assertThat(wrong(host.examine())).isEmpty();
        assertThat(host.examine().line()).startsWith("XENBAY OK - Xen, a driver domain: ");
        host.remove("/dev/xen/xenbus");
        assertThat(wrong(host.examine()))
                .extracting(Finding::command)
                .containsExactly("modprobe xenfs && mount -t xenfs xenfs /proc/xen");
    }

    @Test
    void programsOfOthersThatDoNotCompeteAreNoFindings() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.process(
                "50",
                "qemu-system-i38",
                "qemu-system-i386",
                "-xen-domid",
                "0",
                "-xen-attach",
                "-name",
                "dom0",
                "-M",
                "xenpv");
        host.process(
                "51",
                "qemu-system-i38",
                "qemu-system-i386",
                "-xen-domid",
                "3",
                "-name",
                "windows",
                "-machine",
                "pc,accel=xen");
        host.process("52", "qemu-system-x86", "qemu-system-x86_64", "-m", "2048");
        host.process(
                "53",
                "java",
                "java",
                "-Dxenbay.embedded=always",
                "-Dxenbay.run.dir=/x",
                "-jar",
                "/x/lib/xenbay-launcher.jar");
        host.process("54", "kthreadd");
        assertThat(wrong(host.examine())).isEmpty();
    }

    @Test
    void primaryConsolesMayBeOurs() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.append("/opt/xenbay/etc/org.xenbay.console.cfg", "types=ioemu,xenconsoled\n");
        host.remove("/proc/420");
        assertThat(wrong(host.examine())).isEmpty();
    }

    @Test
    void sinceXen419SharesOfItsOwnServerNeedNoQemu() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.write("/etc/xen/new.cfg", "name=\"new\"\np9=[\"type=xen_9pfsd,tag=a,path=/srv\"]\n");
        assertThat(wrong(host.examine())).hasSize(1);
        host.write("/sys/hypervisor/version/minor", "20\n");
        assertThat(wrong(host.examine())).isEmpty();
    }

    @Test
    void withoutSystemdTheCommandsUseTheProgram() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.remove("/run/systemd");
        host.daemon("1024", "2");
        host.remove("/proc/777/cgroup");
        assertThat(wrong(host.examine()))
                .extracting(Finding::command)
                .containsExactly("ulimit -n 1048576; pid=$(cat /run/xenbay/xenbay.pid); kill $pid;"
                        + " tail --pid=$pid -f /dev/null; /opt/xenbay/bin/xenbay --daemon");
        assertThat(host.host().start()).isEqualTo("/opt/xenbay/bin/xenbay --daemon");
    }

    @Test
    void whatAnotherUserCannotSeeIsSaid() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.administrator = false;
        host.listening = false;
        assertThat(wrong(host.examine())).isEmpty();
        assertThat(host.examine().notes()).contains("some things are for root to see: sudo xenbay doctor sees all");
    }

    @Test
    void aFileThatCannotBeReadIsSaidAndTheRestIsLookedAt() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.append("/opt/xenbay/etc/org.xenbay.native.cfg", "broken=\\u00zz\n");
        host.remove("/dev/xen/gntdev");
        assertThat(wrong(host.examine()))
                .extracting(Finding::severity)
                .containsExactly(Severity.CRITICAL, Severity.UNKNOWN);
        assertThat(wrong(host.examine()).get(1).text()).contains("org.xenbay.native.cfg");
        host.write("/dev/xen/gntdev", "");
        assertThat(host.examine().severity().exit()).isEqualTo(3);
    }

    @Test
    void theLimitsThatAreWantedAreThoseOfTheDistributionsUnit() throws IOException {
        TestHost host = TestHost.domain0(root);
        assertThat(host.read("/opt/xenbay/systemd/xenbay.service").lines())
                .contains("LimitNOFILE=" + LimitsLook.WANTED, "LimitRTPRIO=" + LimitsLook.PRIORITY);
    }

    @Test
    void anotherFolderForLibrariesIsTheOperatorsOwn() throws IOException {
        TestHost host = TestHost.domain0(root);
        host.append("/proc/mounts", "/dev/sdc1 /root ext4 rw,noexec 0 0\n");
        host.set("XENBAY_JAVA_OPTS", "-Djna.tmpdir=/var/lib/jna");
        assertThat(wrong(host.examine())).isEmpty();
        host.set("XENBAY_JAVA_OPTS", "");
        host.set("XDG_CACHE_HOME", "/var/cache");
        assertThat(wrong(host.examine())).isEmpty();
    }
}
