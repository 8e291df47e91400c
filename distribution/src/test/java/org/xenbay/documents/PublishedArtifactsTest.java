// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The artifacts for projects outside: published artifacts have a version in {@code cnf/bom}, and need no artifact that is not
 * published.
 */
class PublishedArtifactsTest {

    @Test
    void theBomHasEachPublishedModuleAndNoOther() throws IOException {
        Set<String> published = new TreeSet<>(SourceTree.main().published().keySet());
        assertThat(published.remove("xenbay-archetype"))
                .as("no project depends on it")
                .isTrue();
        assertThat(SourceTree.versioned()).isEqualTo(published);
    }

    @Test
    void whatAPublishedModuleNeedsIsPublished() throws IOException {
        SourceTree tree = SourceTree.main();
        Map<String, String> published = tree.published();
        TreeSet<String> folders = published.values().stream().collect(Collectors.toCollection(TreeSet::new));
        for (String module : published.values()) {
            assertThat(folders).as(module).containsAll(tree.knows(module));
        }
        assertThat(published).hasSizeGreaterThan(5);
    }
}
