// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Jars of bundles: their headers, and copies of installed bundles. */
final class BundleJar {

    private static final Logger LOG = System.getLogger(BundleJar.class.getName());

    private BundleJar() {}

    /**
     * @param jar a bundle
     * @return its headers
     * @throws IllegalArgumentException when it is not a bundle
     */
    static Attributes headers(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null || name(manifest.getMainAttributes()).isEmpty()) {
                throw new IllegalArgumentException(
                        jar + " is not a bundle: it has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            return manifest.getMainAttributes();
        } catch (IOException failed) {
            throw new IllegalArgumentException(jar + " cannot be read as a jar: " + failed.getMessage(), failed);
        }
    }

    /** @return the symbolic name, without directives; empty if there is none */
    static String name(Attributes headers) {
        String value = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        return value == null ? "" : value.split(";", 2)[0].trim();
    }

    /**
     * Writes an installed bundle's content as a jar. The content is read through the framework, not from the file that the
     * bundle came from, which may have changed.
     *
     * @param bundle the bundle
     * @param target the file to write, which is replaced atomically
     * @throws IOException when that fails; then the target is unchanged
     */
    static void copy(Bundle bundle, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(fresh);
                ZipOutputStream jar = new ZipOutputStream(file)) {
            // Not compressed: every backend is copied while the daemon starts and its guests wait.
            jar.setLevel(Deflater.NO_COMPRESSION);
            put(bundle, jar, JarFile.MANIFEST_NAME);
            Enumeration<URL> entries = bundle.findEntries("/", "*", true);
            for (URL entry : Collections.list(entries == null ? Collections.emptyEnumeration() : entries)) {
                String name = entry.getPath().substring(1);
                if (!name.endsWith("/") && !name.equals(JarFile.MANIFEST_NAME)) {
                    put(bundle, jar, name);
                }
            }
        }
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @param copy a copy, which is removed together with its folder; the folder contains no other file */
    static void remove(Path copy) {
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(copy.getParent());
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + copy + ": " + failed);
        }
    }

    private static void put(Bundle bundle, ZipOutputStream jar, String name) throws IOException {
        URL entry = bundle.getEntry(name);
        if (entry == null) {
            throw new IOException(bundle + " has no " + name);
        }
        jar.putNextEntry(new ZipEntry(name));
        try (InputStream in = entry.openStream()) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }
}
