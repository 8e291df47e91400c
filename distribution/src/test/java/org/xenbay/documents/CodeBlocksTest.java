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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each block of Java in the pages for authors is a part of the example's sources, which are compiled and tested. */
class CodeBlocksTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write-a-backend.md",
                "backend-adoption.md",
                "backend-commands.md",
                "backend-configuration.md",
                "backend-memory.md",
                "backend-mistakes.md",
                "backend-tests.md",
                "backend-threads.md"
            })
    void eachBlockIsAPartOfTheExample(String page) throws IOException {
        String sources = sources();
        List<String> blocks = BLOCK.matcher(
                        Files.readString(SourceTree.ROOT.resolve("docs").resolve(page)))
                .results()
                .flatMap((MatchResult block) -> Stream.of(block.group(1).split("…")))
                .map(CodeBlocksTest::words)
                .toList();
        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(sources).contains(block));
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(SourceTree.ROOT.resolve("examples/echo-backend-bundle/src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(words(Files.readString(file))).append('\n');
            }
        }
        return all.toString();
    }

    /** A page may break lines otherwise, and leave lines out where it has an ellipsis. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
