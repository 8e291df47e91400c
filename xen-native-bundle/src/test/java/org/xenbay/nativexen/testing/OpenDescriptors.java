// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Counts descriptors that this process has open by what they lead to: the virtual machine, and threads of earlier tests, open and
 * close others whenever they like.
 */
public final class OpenDescriptors {

    private OpenDescriptors() {}

    /**
     * @param wanted true of what a descriptor leads to: a file's path, or such as {@code socket:[17]}
     * @return number of descriptors
     */
    public static long count(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> leadsTo(descriptor, wanted)).count();
        }
    }

    private static boolean leadsTo(Path descriptor, Predicate<Path> wanted) {
        try {
            return wanted.test(Files.readSymbolicLink(descriptor));
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
