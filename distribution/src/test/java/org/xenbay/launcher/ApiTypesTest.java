// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The sources of the API: bnd treats an interface without an annotation as one that users implement, even if it is not meant
 * so.
 */
class ApiTypesTest {

    /** Annotations of a declaration, its modifiers, and the name; an interface that is sealed is implemented in its own file. */
    private static final Pattern INTERFACE = Pattern.compile(
            "(?m)((?:^ *@\\w+(?:\\(.*\\))?\\n)*)^ *((?:(?:public|static|sealed|private) )*)interface (\\w+)");

    @Test
    void everyInterfaceThatIsNotSealedSaysWhoImplementsIt() throws IOException {
        List<String> silent = new ArrayList<>();
        int count = 0;
        for (Path file : sources()) {
            Matcher found = INTERFACE.matcher(Files.readString(file));
            while (found.find()) {
                count++;
                if (!found.group(1).matches("(?s).*@(Provider|Consumer)Type\\n.*")
                        && !found.group(2).matches(".*(sealed|private).*")) {
                    silent.add(file.getFileName() + ": " + found.group(3));
                }
            }
        }
        assertThat(silent).isEmpty();
        assertThat(count).isGreaterThan(50);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(each -> each.toString().endsWith("-api-bundle"))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
