// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The service's unit as systemd has it: the first file of that name, and the files that change lines of it (systemd.unit(5)).
 *
 * @param file its name
 * @param lines all lines, those that count most last
 */
record Unit(String file, List<String> lines) {

    static final String NAME = "xenbay.service";

    /** Where units are, those that count most first. */
    private static final List<String> FOLDERS = List.of(
            "/etc/systemd/system",
            "/run/systemd/system",
            "/usr/local/lib/systemd/system",
            "/usr/lib/systemd/system",
            "/lib/systemd/system");

    Unit {
        lines = List.copyOf(lines);
    }

    /** @return the unit; empty without one, and where systemd does not run */
    static Optional<Unit> of(Host host) throws IOException {
        Optional<String> file = FOLDERS.stream()
                .map(folder -> folder + "/" + NAME)
                .filter(host::has)
                .findFirst();
        if (!host.hasSystemd() || file.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines =
                new ArrayList<>(host.text(file.get()).orElse("").lines().toList());
        for (String change : changes(host)) {
            lines.addAll(host.text(change).orElse("").lines().toList());
        }
        return Optional.of(new Unit(file.get(), lines));
    }

    /** Of files with one name, that of the first folder counts; then they are read in the order of their names. */
    private static Iterable<String> changes(Host host) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String folder : FOLDERS) {
            String changes = folder + "/" + NAME + ".d";
            if (Files.isDirectory(host.file(changes))) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(host.file(changes), "*.conf")) {
                    found.forEach(file -> {
                        String name = String.valueOf(file.getFileName());
                        files.putIfAbsent(name, changes + "/" + name);
                    });
                }
            }
        }
        return files.values();
    }

    /** @return the values of a key, without empty ones */
    Stream<String> values(String key) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).strip())
                .filter(value -> !value.isEmpty());
    }

    Optional<String> last(String key) {
        return values(key).reduce((earlier, later) -> later);
    }

    /** @return the program that it starts */
    Optional<String> program() {
        return last("ExecStart").map(line -> line.replaceFirst("^[-@:+!]*", "").split("\\s+")[0]);
    }

    /** @return a variable that it sets */
    Optional<String> variable(String name) {
        return values("Environment")
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .map(word -> word.replaceAll("^[\"']|[\"']$", ""))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .reduce((earlier, later) -> later)
                .filter(value -> !value.isEmpty());
    }

    /** @return whether another unit wants it, so that it starts with the host. Links are not followed: they may be dangling */
    static boolean isEnabled(Host host) throws IOException {
        for (String folder : FOLDERS) {
            if (!Files.isDirectory(host.file(folder))) {
                continue;
            }
            try (DirectoryStream<Path> wanted = Files.newDirectoryStream(host.file(folder), "*.{wants,requires}")) {
                for (Path by : wanted) {
                    if (Files.exists(by.resolve(NAME), LinkOption.NOFOLLOW_LINKS)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** @return the command that sets a line of it, whatever other files say, and starts the daemon again */
    static String set(String key, String value) {
        String folder = "/etc/systemd/system/" + NAME + ".d";
        return "mkdir -p " + folder + " && printf '[Service]\\n" + key + "=" + value + "\\n' >" + folder + "/zz-" + key
                + ".conf && systemctl daemon-reload && systemctl restart xenbay";
    }
}
