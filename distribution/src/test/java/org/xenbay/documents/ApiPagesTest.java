// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The checks of ./apidocs on the pages of Javadoc, with a site of two pages. CI makes and checks the real ones. */
@Timeout(120)
class ApiPagesTest {

    private static final String PAGE = "<h1 id=\"top\">a</h1> <a href=\"Other.html#get(byte%5B%5D,T)\">get</a>";

    @TempDir
    Path folder;

    @BeforeEach
    void aSiteAndItsSources() throws IOException {
        write("site/element-list", "shop.api\n");
        write("site/shop/api/Thing.html", PAGE);
        write("site/shop/api/Other.html", "<p id=\"get(byte[],T)\">get</p> <a href=\"Thing.html#top\">up</a>");
        write("src/shop/api/package-info.java", "/** A shop. */\n@Export\npackage shop.api;\n");
        write("src/shop/internal/package-info.java", "package shop.internal;\n");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome check() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Path.of("../cnf/apidocs/SiteCheck.java").toString(),
                        folder.resolve("site").toString(),
                        folder.resolve("src").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void aSiteWhoseLinksLeadSomewhereIsAccepted() throws Exception {
        Outcome accepted = check();
        assertThat(accepted.output()).endsWith("site: 1 packages, 2 pages, 2 links, 0 faults\n");
        assertThat(accepted.exitCode()).isZero();
    }

    @Test
    void aLinkToNoPageAndALinkToNoPlaceAreNamed() throws Exception {
        write("site/shop/api/Other.html", "<a href=\"Gone.html\">x</a> <a href=\"Thing.html#bottom\">y</a>");
        Outcome refused = check();
        assertThat(refused.output())
                .contains("shop/api/Other.html: no page Gone.html\n")
                .contains("shop/api/Other.html: no place Thing.html#bottom\n")
                .contains("shop/api/Thing.html: no place Other.html#get(byte%5B%5D,T)\n");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void anExportedPackageWithoutAPageIsNamed() throws Exception {
        write("src/shop/till/package-info.java", "@Export\npackage shop.till;\n");
        write("src/shop/api/package-info.java", "package shop.api;\n");
        Outcome refused = check();
        assertThat(refused.output())
                .contains("package shop.till is exported and has no page\n")
                .contains("package shop.api has a page and is not exported\n");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void ciMakesAndChecksThePages() throws IOException {
        assertThat(Files.readString(Path.of("../.ci/run"))).contains("\n./apidocs ");
    }
}
