// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/architecture.md agrees with the sources: a class that is renamed is renamed there too. */
class ArchitectureTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[`([^`]+)`]\\(\\.\\./\\1/README\\.md\\) \\|[^|]*\\| ([^|]*) \\|$");
    private static final int PAGE_LINES = 60;
    private static final int PAGE_COLUMNS = 132;

    private String page;
    private SourceTree tree;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(SourceTree.ROOT.resolve("docs/architecture.md"));
        tree = SourceTree.main();
    }

    @Test
    void eachClassAndMethodOfThePicturesExists() {
        List<String> drawn = Names.pictures(page).stream()
                .map(Names::drawn)
                .flatMap(List::stream)
                .toList();
        assertThat(drawn).contains("StateMachine.decide");
        assertThat(drawn).allSatisfy(this::exists);
    }

    @Test
    void eachClassAndMethodOfTheSentencesExists() {
        assertThat(Names.written(page)).contains("DeviceActor").allSatisfy(this::exists);
    }

    private void exists(String name) {
        assertThat(tree.missing(name)).as(name).isEmpty();
    }

    @Test
    void aPictureIsAPageAtMost() {
        assertThat(Names.pictures(page)).allSatisfy(picture -> {
            assertThat(picture.lines()).hasSizeLessThanOrEqualTo(PAGE_LINES);
            assertThat(picture.lines()).allMatch(line -> line.length() <= PAGE_COLUMNS);
        });
    }

    @Test
    void theTableHasEachModuleWithWhatItIsCompiledAgainst() throws IOException {
        Map<String, TreeSet<String>> said = new TreeMap<>();
        for (Matcher row = ROW.matcher(page); row.find(); ) {
            TreeSet<String> names = new TreeSet<>();
            Stream.of(row.group(2).split(", "))
                    .map(tree::module)
                    .flatMap(Optional::stream)
                    .forEach(names::add);
            said.put(row.group(1), names);
        }
        Map<String, TreeSet<String>> compiled = new TreeMap<>();
        for (String module : tree.modules()) {
            compiled.put(module, tree.knows(module));
        }
        assertThat(said).isEqualTo(compiled);
    }

    @Test
    void aNameThatNoSourceHasIsFound() {
        assertThat(tree.missing("DeviceActor.process")).isEmpty();
        assertThat(tree.missing("DeviceActress")).contains("type DeviceActress");
        assertThat(tree.missing("DeviceActor.improvise")).contains("improvise in DeviceActor");
        assertThat(Names.drawn("watch ─► Scanner.changed ─► DeviceActor  (be 4, OSGi)  a/Path.java"))
                .containsExactly("Scanner.changed", "DeviceActor");
    }
}
