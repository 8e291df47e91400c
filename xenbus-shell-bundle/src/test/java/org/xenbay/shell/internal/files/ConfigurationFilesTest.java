// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.shell.internal.FakeSettings;

/** Files that belong to no component. */
class ConfigurationFilesTest {

    @TempDir
    Path folder;

    private Path etc;

    @BeforeEach
    void makeFolder() throws IOException {
        etc = Files.createDirectory(folder.resolve("etc"));
    }

    private List<String> faults() {
        return new ConfigurationFiles(etc, () -> Set.of("org.xenbay.core", "org.example.disk"))
                .faults(List.of(FakeSettings.SETTINGS.view())).stream()
                        .flatMap(view -> view.problems().stream().map(problem -> view.source() + ": " + problem))
                        .toList();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(etc.resolve(name), content);
    }

    @Test
    void filesOfComponentsAreInOrder() throws IOException {
        write("org.xenbay.console.cfg", "pty=off\n");
        write("org.xenbay.core.config", "prefer=\"a:b\"\n");
        write("org.example.disk-one.cfg", "size=4M\n");
        write("org.example.disk~two.config", "size=I\"4\"\n");
        write("config.properties", "\\u00zz");
        write("logging.properties", "a=1\nA=2\n");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aFileThatNoComponentHasIsToldTheNearestName() throws IOException {
        write("org.xenbay.consol.cfg", "pty=off\n");
        write("com.example.other.cfg", "key=value\n");
        assertThat(faults())
                .containsExactly(
                        "etc/com.example.other.cfg: file=com.example.other.cfg has no effect, no component has a "
                                + "configuration of this name",
                        "etc/org.xenbay.consol.cfg: file=org.xenbay.consol.cfg has no effect, no component has a "
                                + "configuration of this name: did you mean org.xenbay.console?");
    }

    @Test
    void aFileOfComponentsThatAreNotInstalledIsNoFaultWhileItHasCommentsOnly() throws IOException {
        write("org.xenbay.web.cfg", "# Whether the page is served.\n#enabled=no\n");
        write("org.xenbay.page.config", "# nothing\n");
        assertThat(faults()).isEmpty();
        write("org.xenbay.page.config", "size \"4\"\n");
        assertThat(faults()).singleElement().asString().contains("org.xenbay.page.config has no effect");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithTheReason() throws IOException {
        write("org.xenbay.console.cfg", "path=\\u00zz\n");
        write("org.xenbay.core.cfg", "prefer=a\nPrefer=b\n");
        write("org.example.disk.config", "size \"4\"\n");
        List<String> faults = faults();
        assertThat(faults).hasSize(3).allMatch(line -> line.contains("cannot be read ("));
        assertThat(faults).allMatch(line -> line.endsWith("what was read before stays in force"));
        assertThat(faults.get(1)).contains("etc/org.xenbay.console.cfg", "encoding");
        assertThat(faults.get(2)).contains("(the key Prefer is there as prefer too)");
    }

    @Test
    void withoutAFolderThereIsNothingToTell() {
        assertThat(new ConfigurationFiles(null, Set::of).faults(List.of())).isEmpty();
    }
}
