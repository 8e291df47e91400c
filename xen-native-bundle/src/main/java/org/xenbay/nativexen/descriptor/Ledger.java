// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which descriptor of an earlier process is which one here. It is a file in the run folder, too: a process can be killed before
 * it has noted by which tokens what it took is found now, and its successor is asked by the tokens of the one before.
 */
final class Ledger {

    private static final Logger LOG = System.getLogger(Ledger.class.getName());
    private static final String FILE = "inherited.";

    /** A descriptor of a process. */
    private record Earlier(ProcessId process, int descriptor) {}

    private final Map<Earlier, Integer> numbers = new HashMap<>();
    private Path file;

    /**
     * @param owner whose it is
     * @return what that process had noted; empty when it had noted nothing
     * @throws IOException when it cannot be read
     */
    static Ledger read(Path folder, ProcessId owner) throws IOException {
        Ledger ledger = new Ledger();
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
     * @param process whose this is
     * @param here this process's numbers by that one's
     * @return all that can be found by them
     */
    Ledger next(ProcessId process, Map<Integer, Integer> here) {
        Ledger next = new Ledger();
        numbers.forEach((earlier, number) -> {
            if (here.containsKey(number)) {
                next.numbers.put(earlier, here.get(number));
            }
        });
        here.forEach((number, own) -> next.numbers.put(new Earlier(process, number), own));
        return next;
    }

    /** As this process's, until it is cleared. */
    Ledger write(Path folder) throws IOException {
        file = file(folder, ProcessId.here());
        List<String> lines = new ArrayList<>();
        numbers.forEach((earlier, number) -> lines.add(earlier.process().pid() + " "
                + earlier.process().started() + " " + earlier.descriptor() + " " + number));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    synchronized OptionalInt find(ProcessId process, int descriptor) {
        Integer number = numbers.get(new Earlier(process, descriptor));
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** @return the numbers here of all that was in it */
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
