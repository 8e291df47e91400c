// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of README, in its order: what they print has the shape that README shows. */
@Timeout(120)
class ReadmeIT {
    private static final String OWN = "./xenbay ";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void whatReadmeShowsIsWhatTheProgramPrints() throws Exception {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(6);
        try (Installation xenbay = new Installation(folder)) {
            Process daemon = xenbay.daemon();
            await().atMost(PATIENCE)
                    .until(() -> daemon.isAlive()
                            && Files.exists(xenbay.run().resolve("ready"))
                            && xenbay.command("devices").out().lines().count() == 2);
            for (Step step : steps) {
                await(step.command())
                        .atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(shapes(step.run(xenbay).lines().toList()))
                                        .containsAll(shapes(step.shown())));
            }
        }
    }

    /** Numbers, times and widths of columns differ from run to run. */
    private static List<String> shapes(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.equals("…"))
                .map(line -> line.replaceAll("[0-9]+", "0")
                        .replaceAll("[ \\t-]+", " ")
                        .strip())
                .toList();
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        List<String> shown = null;
        for (String line : Files.readAllLines(Path.of("../README.md"))) {
            inside ^= line.startsWith("```");
            if (line.startsWith("```")) {
                shown = null;
            } else if (inside && line.matches("(\\$|xenbay>) .*")) {
                shown = new ArrayList<>();
                String command = line.substring(line.indexOf(' ') + 1);
                boolean typed = line.startsWith("xenbay>");
                if (typed && !command.startsWith("console ")) {
                    steps.add(new Step(command, true, shown));
                } else if (command.startsWith(OWN)) {
                    steps.add(new Step(command.substring(OWN.length()), false, shown));
                } else if (command.startsWith("touch ")) {
                    steps.add(new Step(command, false, shown));
                }
            } else if (shown != null) {
                shown.add(line);
            }
        }
        return steps;
    }

    /**
     * A command and what README shows of it.
     *
     * @param command without "./xenbay"
     * @param typed whether it is typed at the prompt of a terminal
     * @param shown README's lines
     */
    private record Step(String command, boolean typed, List<String> shown) {

        String run(Installation xenbay) throws IOException, InterruptedException {
            if (command.startsWith("touch ")) {
                Path jar = Path.of(command.substring(command.indexOf(' ') + 1)).getFileName();
                Files.setLastModifiedTime(xenbay.home().resolve("deploy").resolve(jar), FileTime.from(Instant.now()));
                return "";
            }
            String[] words = command.replaceAll("\\S*/echo-backend-bundle-\\S*", System.getProperty("xenbay.echo.jar"))
                    .split(" ");
            Installation.Answer answer = typed ? xenbay.onTerminal(120, words) : xenbay.command(words);
            return (answer.out() + answer.err()).replaceAll("\u001b\\[[0-9]*m", "");
        }
    }
}
