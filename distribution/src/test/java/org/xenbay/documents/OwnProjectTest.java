// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The POM for a project outside: the document shows the one that CI builds with, and it names the version of this build. */
class OwnProjectTest {

    private static final Pattern VERSION = Pattern.compile("(?m)^  <version>(.*)</version>$");

    private static String text(String file) throws IOException {
        return Files.readString(SourceTree.ROOT.resolve(file));
    }

    @Test
    void theDocumentHasThePomThatCiBuilds() throws IOException {
        String pom = text("archetype/project/pom.xml");
        assertThat(text("docs/write-a-backend.md")).contains("```xml\n" + pom + "```\n");
        assertThat(text(".ci/run")).contains("\narchetype/prove ");
    }

    @Test
    void thePomNamesTheVersionOfThisBuild() throws IOException {
        Matcher version = VERSION.matcher(text("pom.xml"));
        assertThat(version.find()).isTrue();
        assertThat(text("archetype/project/pom.xml"))
                .contains("<xenbay.version>" + version.group(1) + "</xenbay.version>");
        assertThat(text("docs/write-a-backend.md")).contains(" -DarchetypeVersion=" + version.group(1) + " ");
    }
}
