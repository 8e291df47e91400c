// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages of the manual, as groff reads them. What they say is compared in ManualIT of daemon-tests, but for the page of the unit. */
@Timeout(60)
class ManualPagesTest {
    private static final Path DIST = Path.of("src/main/dist");
    private static final Path PAGES = DIST.resolve("share/man");
    private static final Path SERVICE = PAGES.resolve("man8/xenbay.service.8");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void eachFileOfTheConfigurationHasAPage() throws IOException {
        try (Stream<Path> files = Files.list(DIST.resolve("etc"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(PAGES.resolve(
                                    "man5/" + (name.startsWith("org.xenbay.") ? "" : "xenbay-") + name + ".5"))
                            .exists());
        }
    }

    @Test
    void groffFindsNothingToComplainAbout() throws Exception {
        assumeTrue(isThere("groff"), "groff is missing (Debian package groff-base)");
        assertThat(pages()).hasSizeGreaterThan(10);
        for (Path page : pages()) {
            assertThat(complaints(page)).as(page.toString()).isEmpty();
        }
    }

    @Test
    void aPageThatGroffComplainsAboutIsFound() throws Exception {
        assumeTrue(isThere("groff"), "groff is missing (Debian package groff-base)");
        Path page = Files.createTempFile("page", ".1");
        try {
            Files.writeString(page, ".TH X 1\n.SH NAME\nx \\- \\[nosuch]\n");
            assertThat(complaints(page)).contains("nosuch");
        } finally {
            Files.delete(page);
        }
    }

    private static String complaints(Path page) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-z", page.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? text : text + " groff failed";
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void thePageOfTheUnitHasLinesOfTheUnit() throws IOException {
        List<String> unit = Files.readAllLines(DIST.resolve("systemd/xenbay.service"));
        List<String> shown = plain(SERVICE)
                .lines()
                .filter(line -> line.matches("[A-Z]\\w+=\\S.*"))
                .toList();
        assertThat(shown).hasSizeGreaterThan(3).allMatch(unit::contains);
    }

    @Test
    void thePageOfTheUnitHasTheCommandsOfTheOperatorsGuide() throws IOException {
        String guide = Files.readString(Path.of("../docs/operate.md"));
        int begin = guide.indexOf("\n## As a service of systemd\n");
        List<String> commands = Pattern.compile("^\\| `((?:systemctl|journalctl) [^`]+)` \\|", Pattern.MULTILINE)
                .matcher(guide.substring(begin, guide.indexOf("\n## ", begin + 1)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(commands).hasSizeGreaterThan(3);
        assertThat(plain(SERVICE)).contains(commands);
    }

    /** A page's text, with characters that can be typed. */
    private static String plain(Path page) throws IOException {
        return Files.readString(page).replace("\\-", "-").replace("\\(dq", "\"");
    }
}
