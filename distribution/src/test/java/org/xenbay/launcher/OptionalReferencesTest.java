// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The descriptions of all components, as bnd has written them. Declarative Services leave a component out for good that
 * activates while an optional reference to its service is bound (docs/adr/0050). A service that is registered as an object is
 * never left out.
 */
class OptionalReferencesTest {

    private static final Pattern OPTIONAL =
            Pattern.compile("<reference [^>]*cardinality=\"0\\.\\.1\"[^>]*interface=\"([^\"]+)\"");
    private static final Pattern PROVIDED = Pattern.compile("<provide interface=\"([^\"]+)\"");

    @Test
    void noComponentProvidesTheServiceOfAnOptionalReference() throws IOException {
        Set<String> optional = new TreeSet<>();
        Set<String> provided = new TreeSet<>();
        for (Path description : descriptions()) {
            String text = Files.readString(description);
            addAll(optional, OPTIONAL.matcher(text));
            addAll(provided, PROVIDED.matcher(text));
        }
        assertThat(optional)
                .contains("org.xenbay.api.host.Competitors", "org.xenbay.api.host.DescriptorStore")
                .doesNotContainAnyElementsOf(provided);
    }

    private static void addAll(Set<String> names, Matcher found) {
        while (found.find()) {
            names.add(found.group(1));
        }
    }

    private static List<Path> descriptions() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path folder : modules.map(module -> module.resolve("target/classes/OSGI-INF"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".xml")).forEach(found::add);
                }
            }
        }
        return found;
    }
}
