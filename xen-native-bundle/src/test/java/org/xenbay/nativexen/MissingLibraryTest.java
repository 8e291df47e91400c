// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message names the folder that JNA has tried. */
class MissingLibraryTest {

    @TempDir
    Path root;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void set() {
        properties.put("user.home", root.resolve("home").toString());
        properties.put("java.io.tmpdir", "/tmp");
    }

    private Path folder() {
        return MissingLibrary.folder(properties::get, environment::get);
    }

    @Test
    void itIsInTheUsersCache() throws IOException {
        Path cache = Files.createDirectories(root.resolve("home/.cache/JNA/temp"));
        assertThat(folder()).isEqualTo(cache);
        environment.put("XDG_CACHE_HOME", " ");
        assertThat(folder()).isEqualTo(cache);
        Path other = Files.createDirectories(root.resolve("elsewhere/JNA/temp"));
        environment.put("XDG_CACHE_HOME", root.resolve("elsewhere").toString());
        assertThat(folder()).isEqualTo(other);
    }

    @Test
    void whereThereIsNoSuchFolderItIsThatOfTemporaryFiles() {
        assertThat(folder()).isEqualTo(Path.of("/tmp"));
    }

    @Test
    void anOperatorsChoiceComesFirst() throws IOException {
        Files.createDirectories(root.resolve("home/.cache/JNA/temp"));
        properties.put("jna.tmpdir", "/var/lib/jna");
        assertThat(folder()).isEqualTo(Path.of("/var/lib/jna"));
    }

    @Test
    void theInnermostReasonIsGiven() {
        LinkageError failed = new NoClassDefFoundError("Could not initialize class");
        failed.initCause(new UnsatisfiedLinkError("Operation not permitted"));
        assertThat(MissingLibrary.explain(failed))
                .startsWith("Operation not permitted. JNA unpacks its library to /")
                .contains("set jna.tmpdir to", "jna.boot.library.path")
                .doesNotContain("\n");
    }
}
