// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folders of the distribution have together what bnd resolved for a shell, and nothing else. */
class BundleListsIT {

    private static final Path HOME = Path.of(System.getProperty("xenbay.distribution"));

    /** As in {@code org.xenbay.core;version='[0.1.0,0.1.1)'}. */
    private static final Pattern RUN_BUNDLE = Pattern.compile("(?m)^\\s+([\\w.-]+);version='\\[([\\d.]+),");

    @Test
    void theServiceHasWhatItsBundlesNeed() throws IOException {
        assertThat(installed("shell-plain")).isEqualTo(resolved("plain.bndrun"));
    }

    @Test
    void theDaemonInATerminalHasWhatItsBundlesNeed() throws IOException {
        assertThat(installed("shell-terminal")).isEqualTo(resolved("terminal.bndrun"));
    }

    private static Set<String> resolved(String file) throws IOException {
        String text = Files.readString(Path.of("../distribution", file));
        Set<String> found = RUN_BUNDLE
                .matcher(text.substring(text.indexOf("-runbundles:")))
                .results()
                .map(BundleListsIT::nameAndVersion)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).hasSizeGreaterThan(25);
        return found;
    }

    private static String nameAndVersion(MatchResult bundle) {
        return bundle.group(1) + " " + bundle.group(2);
    }

    private static Set<String> installed(String shell) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String folder : new String[] {"bundle", "bundle/demonstration", "bundle/" + shell, "deploy"}) {
            try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    found.add(nameAndVersion(jar));
                }
            }
        }
        return found;
    }

    /** The version without its qualifier, which is not resolved by. */
    private static String nameAndVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest().getMainAttributes();
            String name = manifest.getValue("Bundle-SymbolicName").split(";")[0].trim();
            return name + " " + manifest.getValue("Bundle-Version").replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
        }
    }
}
