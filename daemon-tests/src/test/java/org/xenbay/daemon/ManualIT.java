// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the manual say what help, the configuration and the files of etc/ say. With {@code -Dmanual.write=true} they are written. */
class ManualIT extends InstalledDaemon {
    private static final Path PAGES = Path.of("../distribution/src/main/dist/share/man");

    private static final String ANEW = "the manual is old; this command writes it anew: mvn -pl daemon-tests -am verify"
            + " -Dtest=None -Dit.test=ManualIT -Dmanual.write=true -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dfailsafe.failIfNoSpecifiedTests=false";

    @Test
    void thePagesSayWhatHelpAndTheConfigurationSay() throws Exception {
        startedDaemon();
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("help", "record").out().matches("(?s).*a console as .* or a screen as .*"));
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("devices").out().lines().count() == 4);
        Map<String, String> made = new ManualPages(xenbay).all();
        assertThat(made)
                .containsKeys("man1/xenbay.1", "man5/org.xenbay.console.cfg.5", "man5/xenbay-config.properties.5");
        if (Boolean.getBoolean("manual.write")) {
            write(made);
        }
        Map<String, String> kept = kept();
        assertThat(kept.keySet()).as(ANEW).containsExactlyInAnyOrderElementsOf(made.keySet());
        assertThat(kept).allSatisfy((name, page) -> assertThat(page).as(ANEW).isEqualTo(made.get(name)));
    }

    /** All but what is not made from help: section 8. */
    private static Map<String, String> kept() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (String section : new String[] {"man1", "man5"}) {
            try (Stream<Path> files = Files.list(PAGES.resolve(section))) {
                for (Path file : files.toList()) {
                    pages.put(section + "/" + file.getFileName(), Files.readString(file));
                }
            }
        }
        return pages;
    }

    private static void write(Map<String, String> pages) throws IOException {
        for (String old : kept().keySet()) {
            Files.delete(PAGES.resolve(old));
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
        }
    }
}
