// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A running process.
 *
 * @param pid its id
 * @param name its program's name, at most 15 characters (proc(5), comm)
 * @param words its command line
 */
record HostProcess(long pid, String name, List<String> words) {

    HostProcess {
        words = List.copyOf(words);
    }

    /** @return all processes, in the order of their ids */
    static List<HostProcess> all(Host host) throws IOException {
        Path processes = host.file("/proc");
        List<HostProcess> all = new ArrayList<>();
        if (!Files.isDirectory(processes)) {
            return all;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path folder : folders) {
                read(folder).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparingLong(HostProcess::pid));
        return all;
    }

    /** @return empty when it has ended meanwhile, or another user's processes are hidden */
    private static Optional<HostProcess> read(Path folder) {
        try {
            long pid = Long.parseLong(String.valueOf(folder.getFileName()));
            String name = new String(Files.readAllBytes(folder.resolve("comm")), StandardCharsets.ISO_8859_1);
            String line = new String(Files.readAllBytes(folder.resolve("cmdline")), StandardCharsets.ISO_8859_1);
            return Optional.of(new HostProcess(pid, name.strip(), List.of(line.split("\0"))));
        } catch (IOException | NumberFormatException ended) {
            return Optional.empty();
        }
    }

    /** @return its name, and its id */
    @Override
    public String toString() {
        return name + " (process " + pid + ")";
    }

    /** @return the word behind an option; empty when the option is not there */
    Optional<String> behind(String option) {
        int at = words.indexOf(option);
        return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    /** @return what follows a prefix in the first word that begins with it */
    Optional<String> after(String prefix) {
        return words.stream()
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .findFirst();
    }

    /** @return the program's name in the command line, which is not cut */
    String program() {
        String first = words.isEmpty() ? "" : words.get(0);
        return first.substring(first.lastIndexOf('/') + 1);
    }
}
