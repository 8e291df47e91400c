// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.access.SecretFile;
import org.xenbay.api.device.DeviceId;

/**
 * The passwords that operators have set for screens. Files of the run folder have them too, one for each screen, which only the daemon's user
 * can read, so that new code and the next daemon know them: a screen without its password would be open to everybody who reaches its port
 * (docs/adr/0056-a-screens-password-is-kept-by-who-asks-for-it.md). From any thread; writes a small file.
 */
final class OperatorsPasswords {

    /** More passwords are of guests that have gone. */
    private static final int MAX_PASSWORDS = 1024;

    /** What counts of a password, whose last character may have 4 bytes. */
    private static final int MAX_BYTES = VncAuthentication.KEY + 3;

    private static final String SUFFIX = ".password";
    private static final System.Logger LOG = System.getLogger(OperatorsPasswords.class.getName());

    /** Null when the platform has no run folder. */
    private final @Nullable Path folder;

    /** The one that was set first comes first. */
    @GuardedBy("this")
    private final Map<DeviceId, String> passwords = new LinkedHashMap<>();

    /** @param folder where the files are, which others than the daemon's user cannot enter; null for none */
    OperatorsPasswords(@Nullable Path folder) {
        this.folder = folder;
        if (folder != null) {
            read(folder);
        }
    }

    private synchronized void read(Path from) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file, file.getFileName().toString());
            }
        } catch (NoSuchFileException none) {
            LOG.log(Level.DEBUG, "no operator has set a password");
        } catch (IOException | DirectoryIteratorException failed) {
            LOG.log(Level.ERROR, "passwords of screens that operators have set are lost: " + failed.getMessage());
        }
    }

    @GuardedBy("this")
    private void read(Path file, String name) {
        try {
            DeviceId screen = DeviceId.parse(
                    name.substring(0, name.length() - SUFFIX.length()).replace('-', '/'));
            passwords.put(screen, new String(SecretFile.read(file, MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException refused) {
            LOG.log(Level.ERROR, "a screen's password that an operator has set is lost: " + refused.getMessage());
        }
    }

    private @Nullable Path file(DeviceId screen) {
        return folder == null ? null : folder.resolve(screen.toString().replace('/', '-') + SUFFIX);
    }

    /** @return the password, empty for none; null when no operator has set any */
    synchronized @Nullable String of(DeviceId screen) {
        return passwords.get(screen);
    }

    /** @return screens whose passwords operators have set */
    synchronized Set<DeviceId> screens() {
        return Set.copyOf(passwords.keySet());
    }

    /**
     * @param password empty for none
     * @param shown screens whose passwords are not given up when there are too many
     */
    synchronized void set(DeviceId screen, String password, Set<DeviceId> shown) {
        passwords.remove(screen);
        if (passwords.size() >= MAX_PASSWORDS) {
            Set<DeviceId> gone = new LinkedHashSet<>(passwords.keySet());
            gone.removeAll(shown);
            gone.stream().findFirst().ifPresent(this::forget);
        }
        String counts = whatCounts(password);
        passwords.put(screen, counts);
        Path file = file(screen);
        try {
            if (file != null) {
                PrivateFiles.replace(file, counts.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "a screen's password does not outlast this code: " + failed);
        }
    }

    synchronized void forget(DeviceId screen) {
        Path file = passwords.remove(screen) == null ? null : file(screen);
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the password of a guest that has gone stays in " + file + ": " + failed);
        }
    }

    /** @return the beginning of a password that viewers must know: the protocol knows no more of it */
    private static String whatCounts(String password) {
        int end = 0;
        while (end < password.length()
                && password.substring(0, end).getBytes(StandardCharsets.UTF_8).length < VncAuthentication.KEY) {
            end = password.offsetByCodePoints(end, 1);
        }
        return password.substring(0, end);
    }
}
