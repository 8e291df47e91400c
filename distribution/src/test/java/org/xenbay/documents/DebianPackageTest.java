// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What debian/ repeats of the rest of the project. */
@Timeout(60)
class DebianPackageTest {
    private static final Path DEBIAN = Path.of("../debian");
    private static final Path DISTRIBUTION = Path.of("src/main/dist");

    @Test
    void theChangelogHasTheVersionOfThePom() throws IOException {
        String pom = only("(?m)^  <version>(.*)</version>", Files.readString(Path.of("../pom.xml")));
        String changelog = only("\\Axenbay \\((.*?)\\) ", Files.readString(DEBIAN.resolve("changelog")));
        assertThat(changelog).isEqualTo(pom.replace('-', '~'));
    }

    @Test
    void theUnitDiffersFromTheDistributionsInTheProgramOnly() throws Exception {
        Path unit = DISTRIBUTION.resolve("systemd/xenbay.service");
        Process process = new ProcessBuilder(DEBIAN.resolve("unit").toString())
                .redirectInput(unit.toFile())
                .start();
        List<String> made =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).isZero();
        List<String> lines = Files.readAllLines(unit);
        assertThat(made).hasSameSizeAs(lines).contains("ExecStart=/usr/bin/xenbay --daemon");
        assertThat(made).filteredOn(line -> !lines.contains(line)).hasSize(2);
        assertThat(String.join("\n", made)).doesNotContain("Copy to");
    }

    @Test
    void eachFolderThatTheLauncherTakesFromALinkHasOne() throws IOException {
        String links = Files.readString(DEBIAN.resolve("xenbay.links"));
        for (String folder : List.of("etc", "deploy", "run", "classes", "native")) {
            assertThat(links).containsPattern("(?m)^\\S+ usr/share/xenbay/" + folder + "$");
        }
        assertThat(links).contains("usr/share/xenbay/bin/xenbay usr/bin/xenbay\n");
    }

    @Test
    void eachFolderOfTheDistributionIsInstalled() throws IOException {
        String installed =
                Files.readString(DEBIAN.resolve("xenbay.install")) + Files.readString(DEBIAN.resolve("rules"));
        try (Stream<Path> folders = Files.list(DISTRIBUTION)) {
            assertThat(folders)
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(installed).contains("/xenbay/" + folder.getFileName()));
        }
    }

    @Test
    void aPagesConfigurationIsThePagesPackages() throws IOException {
        assertThat(Files.readString(DEBIAN.resolve("xenbay-web.install"))).contains("org.xenbay.web.cfg etc/xenbay\n");
        assertThat(DISTRIBUTION.resolve("etc/org.xenbay.web.cfg")).exists();
    }

    private static String only(String pattern, String text) {
        List<String> found = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(found).as(pattern).hasSize(1);
        return found.get(0);
    }
}
