// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Maps descriptors of earlier processes to this process's. The map is stored in a file of the run folder. The reason: a process
 * may be killed after it has taken descriptors and before it has noted their new tokens, and then its successor gets the old
 * tokens.
 */
final class DescriptorMap {

    private static final Logger LOG = System.getLogger(DescriptorMap.class.getName());
    private static final String FILE = "inherited.";

    /** A descriptor of a process. */
    private record Earlier(ProcessId process, int descriptor) {}

    private final Map<Earlier, Integer> numbers = new HashMap<>();
    private @Nullable Path file;

    /**
     * @param owner the process
     * @return the map that the process had noted; empty when it had noted nothing
     * @throws IOException when it cannot be read
     */
    static DescriptorMap read(Path folder, ProcessId owner) throws IOException {
        DescriptorMap ledger = new DescriptorMap();
        try {
            for (String line : Files.readAllLines(file(folder, owner))) {
                String[] words = line.split(" ");
                ProcessId process = new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1]));
                ledger.numbers.put(new Earlier(process, Integer.parseInt(words[2])), Integer.parseInt(words[3]));
            }
            return ledger;
        } catch (NoSuchFileException none) {
            return ledger;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw new IOException("the file " + file(folder, owner) + " is damaged", damaged);
        }
    }

    private static Path file(Path folder, ProcessId owner) {
        return folder.resolve(FILE + owner.pid() + "." + owner.started());
    }

    static void remove(Path folder, ProcessId owner) throws IOException {
        Files.deleteIfExists(file(folder, owner));
    }

    /**
     * @param process the process of the new map
     * @param here this process's numbers, by the other process's numbers
     * @return the map
     */
    DescriptorMap next(ProcessId process, Map<Integer, Integer> here) {
        DescriptorMap next = new DescriptorMap();
        numbers.forEach((earlier, number) -> {
            if (here.containsKey(number)) {
                next.numbers.put(earlier, here.get(number));
            }
        });
        here.forEach((number, own) -> next.numbers.put(new Earlier(process, number), own));
        return next;
    }

    /** Writes the file for this process; valid until cleared. */
    DescriptorMap write(Path folder) throws IOException {
        file = file(folder, ProcessId.here());
        NoteFile.write(file, numbers.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())));
        return this;
    }

    private static String line(Earlier earlier, int number) {
        return earlier.process().pid() + " " + earlier.process().started() + " " + earlier.descriptor() + " " + number;
    }

    synchronized OptionalInt find(ProcessId process, int descriptor) {
        Integer number = numbers.get(new Earlier(process, descriptor));
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** @return the numbers here of all entries */
    synchronized Set<Integer> clear() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + file + ": " + failed);
        }
        Set<Integer> here = new TreeSet<>(numbers.values());
        numbers.clear();
        return here;
    }
}
