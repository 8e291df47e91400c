// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Libraries that the daemon loads. */
final class LibraryLook {

    private static final String LIBRARIES = "libraries";
    private static final String USB = "usb";
    private static final String LIBUSB = "libusb-1.0.so.0";
    private static final String[] FOLDERS = {"/usr/lib", "/lib", "/usr/lib64", "/lib64", "/usr/local/lib"};

    private LibraryLook() {}

    /** JNA unpacks its library into the user's cache, and loads it from there. */
    static List<Finding> jna(Host host, DaemonState daemon) throws IOException {
        String options = host.environment().getOrDefault("XENBAY_JAVA_OPTS", "");
        if (options.contains("-Djna.tmpdir=") || options.contains("-Djna.boot.library.path=")) {
            return List.of();
        }
        Path cache = cache(host).resolve("JNA/temp");
        Optional<Mount> mount = Mount.of(host, cache);
        if (mount.filter(there -> there.options().contains("noexec")).isPresent()) {
            return List.of(Finding.critical(
                    LIBRARIES,
                    mount.get().point() + " is mounted with noexec, and JNA loads its library from " + cache,
                    "the daemon reaches neither Xen nor files of the host",
                    "mount -o remount,exec " + Words.quoted(mount.get().point().toString())));
        }
        return List.of(Finding.well(LIBRARIES, "JNA may load its library from " + cache));
    }

    private static Path cache(Host host) {
        String set = host.environment().getOrDefault("XDG_CACHE_HOME", "").strip();
        return set.startsWith("/")
                ? Path.of(set).normalize()
                : Path.of(host.environment().getOrDefault(Host.HOME, "/root"), ".cache");
    }

    /** libusb, for USB devices of the host. */
    static List<Finding> libusb(Host host, DaemonState daemon) throws IOException {
        for (String name : FOLDERS) {
            if (host.has(name + "/" + LIBUSB) || isInFolderOfMachine(host, name)) {
                return List.of(Finding.well(USB, "libusb is there"));
            }
        }
        return List.of(Finding.warning(
                USB,
                "the library libusb-1.0 is missing",
                "guests get no USB devices of this host",
                Host.install("libusb-1.0-0") + "; " + host.restart()));
    }

    /** Debian has a folder for each kind of machine, such as x86_64-linux-gnu. */
    private static boolean isInFolderOfMachine(Host host, String name) throws IOException {
        if (!Files.isDirectory(host.file(name))) {
            return false;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(host.file(name), "*-linux-*")) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(LIBUSB))) {
                    return true;
                }
            }
        }
        return false;
    }
}
