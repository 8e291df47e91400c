// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Explains to an operator why JNA's native part, or a library bound by it, cannot be loaded. */
public final class MissingLibrary {

    private MissingLibrary() {}

    /**
     * @param failed the failure to load or to bind it
     * @return the innermost reason, and where JNA's library has to be
     */
    public static String explain(LinkageError failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() + ". JNA unpacks its library to " + folder(System::getProperty, System::getenv)
                + ": if programs may not run from there, set"
                + " jna.tmpdir to a folder where they may, or jna.boot.library.path to one that holds the library";
    }

    /**
     * JNA 5.19 unpacks to {@code jna.tmpdir}. Without that property it takes the user's cache (XDG Base Directory Specification), if
     * it can make a folder there that it may write, and otherwise {@code java.io.tmpdir}. It has tried that already when it has
     * failed.
     *
     * @param properties of this process; null for one that is not set
     * @param environment of this process; null for a variable that is not set
     */
    static Path folder(Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String chosen = properties.apply("jna.tmpdir");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String cache = environment.apply("XDG_CACHE_HOME");
        Path user = cache == null || cache.isBlank()
                ? Path.of(String.valueOf(properties.apply("user.home")), ".cache")
                : Path.of(cache);
        Path usual = user.resolve("JNA/temp");
        return Files.isWritable(usual) ? usual : Path.of(String.valueOf(properties.apply("java.io.tmpdir")));
    }
}
