// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process as the kernel shows it; the fields are those of proc_pid_status(5) and proc_pid_limits(5). What the kernel does not tell is
 * null. It is read without management beans, because loading the beans takes about 50 ms at the start.
 *
 * @param folder of the process in the file system proc
 */
public record KernelView(Path folder) {

    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private static final Pattern MAX_DESCRIPTORS = Pattern.compile("^Max open files\\s+(\\d+) ", Pattern.MULTILINE);

    /** @return this process */
    public static KernelView ofThisProcess() {
        return new KernelView(Path.of("/proc/self"));
    }

    /** @return KiB of memory that it has */
    public @Nullable Long residentKibibytes() {
        return number("status", RESIDENT);
    }

    /** @return number of descriptors that are open */
    @Nullable
    Long openDescriptors() {
        try (Stream<Path> entries = Files.list(folder.resolve("fd"))) {
            return entries.count();
        } catch (IOException notTold) {
            return null;
        }
    }

    /** @return number of descriptors that it may have */
    @Nullable
    Long maxDescriptors() {
        return number("limits", MAX_DESCRIPTORS);
    }

    private @Nullable Long number(String file, Pattern pattern) {
        try {
            Matcher found = pattern.matcher(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1));
            return found.find() ? Long.valueOf(found.group(1)) : null;
        } catch (IOException notTold) {
            return null;
        }
    }
}
