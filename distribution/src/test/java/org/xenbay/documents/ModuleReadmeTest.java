// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README.md of each module: what the module is, what it may know, where a reader begins, and its tests. */
class ModuleReadmeTest {

    private static final Pattern FORM = Pattern.compile("(?s)# (?<name>\\S+)\n\n[^#-].*?\n\n"
            + "- \\*\\*May know\\*\\* (?<know>.*?)\n- \\*\\*Does not know\\*\\* .*?"
            + "\n- \\*\\*Begin with\\*\\* .*?\n- \\*\\*Tests\\*\\* .*?\n");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final int MAX_LINES = 15;

    private static String readme(String module) throws IOException {
        Path file = SourceTree.ROOT.resolve(module).resolve("README.md");
        assertThat(file).exists();
        return Files.readString(file);
    }

    @Test
    void eachModuleHasOneOfAFewLinesInTheSameForm() throws IOException {
        for (String module : SourceTree.main().modules()) {
            String text = readme(module);
            Matcher form = FORM.matcher(text);
            assertThat(form.matches())
                    .as("the form of " + module + "/README.md")
                    .isTrue();
            assertThat(form.group("name")).isEqualTo(module);
            assertThat(text.lines()).as(module).hasSizeLessThanOrEqualTo(MAX_LINES);
        }
    }

    @Test
    void whatAModuleMayKnowIsWhatItIsCompiledAgainst() throws IOException {
        SourceTree tree = SourceTree.main();
        Map<String, TreeSet<String>> said = new TreeMap<>();
        Map<String, TreeSet<String>> compiled = new TreeMap<>();
        for (String module : tree.modules()) {
            Matcher form = FORM.matcher(readme(module));
            assertThat(form.matches()).as(module).isTrue();
            TreeSet<String> names = new TreeSet<>();
            for (Matcher code = CODE.matcher(form.group("know")); code.find(); ) {
                tree.module(code.group(1)).filter(code.group(1)::equals).ifPresent(names::add);
            }
            said.put(module, names);
            compiled.put(module, tree.knows(module));
        }
        assertThat(said).isEqualTo(compiled);
    }

    @Test
    void eachClassThatIsNamedExists() throws IOException {
        SourceTree tree = SourceTree.withTests();
        for (String module : tree.modules()) {
            for (Matcher code = CODE.matcher(readme(module)); code.find(); ) {
                if (Names.isType(code.group(1))) {
                    assertThat(tree.missing(code.group(1)))
                            .as(module + "/README.md")
                            .isEmpty();
                }
            }
        }
    }
}
