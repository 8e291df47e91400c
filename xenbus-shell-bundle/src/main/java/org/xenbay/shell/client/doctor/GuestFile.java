// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A guest's configuration for xl, in /etc/xen.
 *
 * @param file its name
 * @param content what is in it
 */
record GuestFile(String file, XlFile content) {

    private static final String FOLDER = "/etc/xen";

    /** Guests that are created when the host is started. */
    private static final String AUTOMATIC = "/etc/xen/auto";

    /** @return the configurations with the ending cfg, and those that are used when the host starts; each once */
    static List<GuestFile> all(Host host) throws IOException {
        List<GuestFile> all = new ArrayList<>();
        Set<Path> known = new LinkedHashSet<>();
        for (String name : names(host)) {
            Path file = host.file(name);
            if (Files.isRegularFile(file) && known.add(file.toRealPath())) {
                host.text(name).ifPresent(text -> all.add(new GuestFile(name, XlFile.of(text))));
            }
        }
        return all;
    }

    private static Set<String> names(Host host) throws IOException {
        Set<String> names = new LinkedHashSet<>(listed(host, FOLDER, "*.cfg"));
        names.addAll(listed(host, AUTOMATIC, "*"));
        return names;
    }

    private static Set<String> listed(Host host, String folder, String pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(host.file(folder))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(host.file(folder), pattern)) {
                files.forEach(file -> names.add(folder + "/" + file.getFileName()));
            }
        }
        return names;
    }

    /** @return the configuration of a guest of that name */
    static Optional<GuestFile> named(Host host, String guest) throws IOException {
        return all(host).stream()
                .filter(file -> file.content.value("name").filter(guest::equals).isPresent())
                .findFirst();
    }

    boolean isHvm() {
        return content.value("type")
                .or(() -> content.value("builder"))
                .filter("hvm"::equalsIgnoreCase)
                .isPresent();
    }

    /** @return the program that xl starts in QEMU's place */
    Optional<String> model() {
        return content.value("device_model_override");
    }

    boolean hasModel() {
        return model().isPresent();
    }

    /** @return the command that has xl start the helper in QEMU's place */
    String addModel(Host host) {
        return "printf 'device_model_version=\"qemu-xen\"\\ndevice_model_override=\"%s\"\\n' "
                + Words.quoted(host.installation().helper()) + " >>" + Words.quoted(file);
    }

    /** @return the keys of devices for which xl starts a QEMU (libxl_dm.c), and which are served here */
    List<String> needsModel(boolean allShares) {
        List<String> keys = new ArrayList<>();
        for (String key : List.of("vfb", "channel", "usbctrl", "p9")) {
            String value = content.value(key).orElse("[]");
            boolean none = value.replaceAll("[\\[\\]\\s]", "").isEmpty();
            boolean other = key.equals("p9") && !allShares && value.contains("xen_9pfsd");
            if (!none && !other && !value.contains("backend=")) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** @return whether it has a disk that only QEMU serves */
    boolean hasDiskOfQemu() {
        return content.value("disk")
                .filter(disk -> disk.matches("(?s).*\\b(qcow2?|vhd|qed|qdisk)\\b.*"))
                .isPresent();
    }
}
