// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar that was read completely: every entry's checksum and every class's version were checked.
 *
 * @param headers of the manifest
 * @param names of all entries
 * @param components the content of the files that the header Service-Component names, by name
 */
record Archive(Attributes headers, Set<String> names, Map<String, byte[]> components) {

    private static final int BUFFER = 8192;

    /** Most bytes of a component's description. */
    private static final int MAX_BYTES = 1 << 20;

    static Archive read(Path jar) throws RefusedJarException {
        try {
            if (Files.size(jar) == 0) {
                throw new RefusedJarException("it is empty");
            }
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                return read(zip);
            }
        } catch (IOException broken) {
            throw new RefusedJarException("it is not a whole jar: " + broken.getMessage());
        } catch (IllegalArgumentException odd) {
            throw new RefusedJarException("it is not a whole jar: a name in it cannot be read");
        }
    }

    private static Archive read(ZipFile zip) throws IOException, RefusedJarException {
        Attributes headers = headers(zip);
        Pattern wanted = components(headers.getValue("Service-Component"));
        Set<String> names = new TreeSet<>();
        Map<String, byte[]> components = new TreeMap<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!entry.isDirectory()) {
                names.add(entry.getName());
                boolean isComponent = wanted.matcher(entry.getName()).matches();
                byte[] content = content(zip, entry, isComponent ? MAX_BYTES : ClassFile.HEAD);
                if (isComponent) {
                    components.put(entry.getName(), content);
                }
                ClassFile.check(entry.getName(), content);
            }
        }
        return new Archive(headers, names, components);
    }

    private static Attributes headers(ZipFile zip) throws IOException, RefusedJarException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new RefusedJarException("it is not a bundle: it has no " + JarFile.MANIFEST_NAME);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in).getMainAttributes();
        } catch (IOException | IllegalArgumentException odd) {
            throw new RefusedJarException("its manifest cannot be read: " + odd.getMessage());
        }
    }

    /** Matches as Declarative Services does: names, with * for any part of a file's name. */
    private static Pattern components(String header) {
        StringBuilder pattern = new StringBuilder("(?!)");
        for (Clause clause : Clause.parse(header)) {
            for (String path : clause.paths()) {
                pattern.append('|');
                for (String part : path.split("((?<=\\*)|(?=\\*))")) {
                    pattern.append(part.equals("*") ? "[^/]*" : Pattern.quote(part));
                }
            }
        }
        return Pattern.compile(pattern.toString());
    }

    /** Reads an entry completely, which checks it, and keeps the beginning. */
    private static byte[] content(ZipFile zip, ZipEntry entry, int most) throws IOException {
        CRC32 sum = new CRC32();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long length = 0;
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                keep(buffer, n, kept, most);
                length += n;
            }
        }
        if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName() + " is damaged");
        }
        return kept.toByteArray();
    }

    private static void keep(byte[] buffer, int n, ByteArrayOutputStream kept, int most) {
        int room = most - kept.size();
        kept.write(buffer, 0, Math.min(n, room));
    }
}
