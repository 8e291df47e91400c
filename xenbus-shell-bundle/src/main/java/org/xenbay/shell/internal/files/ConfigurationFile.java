// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.felix.cm.file.ConfigurationHandler;

/** A file that File Install reads. From any thread. */
record ConfigurationFile(Path path) {

    private static final List<String> ENDINGS = List.of(".cfg", ".config");

    static boolean isOne(Path path) {
        return Files.isRegularFile(path)
                && ENDINGS.stream().anyMatch(path.getFileName().toString()::endsWith);
    }

    private static String withoutEnding(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    String pid() {
        return withoutEnding(path.getFileName().toString());
    }

    /** @return the factory PID, such as org.example.disk for org.example.disk-two */
    String factoryPid() {
        return pid().split("[-~]", 2)[0];
    }

    /** @return the file with its folder */
    String shown() {
        return path.getName(path.getNameCount() - 2) + "/" + path.getFileName();
    }

    /** @return whether it has comments only, as the file of a package that was removed and whose files of configuration stay */
    boolean setsNothing() {
        try {
            return !keys().iterator().hasNext();
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private Iterable<String> keys() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return path.toString().endsWith(".cfg") ? lines(in) : typed(in);
        }
    }

    /** @return why it cannot be read; empty if it can be read or does not exist */
    Optional<String> fault() {
        try {
            return twice(keys());
        } catch (IOException | IllegalArgumentException unreadable) {
            return Files.exists(path) ? Optional.of(String.valueOf(unreadable.getMessage())) : Optional.empty();
        }
    }

    private static Iterable<String> lines(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        return properties.stringPropertyNames();
    }

    private static Iterable<String> typed(InputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (Enumeration<?> keys = ConfigurationHandler.read(in).keys(); keys.hasMoreElements(); ) {
            names.add(String.valueOf(keys.nextElement()));
        }
        return names;
    }

    /** Finds keys that differ only in case, which Configuration Admin refuses. */
    private static Optional<String> twice(Iterable<String> keys) {
        Map<String, String> seen = new HashMap<>();
        for (String key : keys) {
            String other = seen.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            if (other != null) {
                List<String> both = other.compareTo(key) < 0 ? List.of(other, key) : List.of(key, other);
                return Optional.of("the key " + both.get(0) + " is there as " + both.get(1) + " too");
            }
        }
        return Optional.empty();
    }
}
