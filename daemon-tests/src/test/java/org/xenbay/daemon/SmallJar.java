// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Bundles of one class that is called at their start, and of others that the class uses. */
final class SmallJar {

    private static final String COMPONENT_FILE = "OSGI-INF/component.xml";

    private SmallJar() {}

    static Path ofComponent(Path file, String name, Class<?> component, Class<?>... others) throws IOException {
        Manifest manifest = manifest(name);
        manifest.getMainAttributes().putValue("Service-Component", COMPONENT_FILE);
        String description = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"" + name
                + "\" immediate=\"true\"><implementation class=\"" + component.getName() + "\"/></scr:component>";
        return write(file, manifest, description, component, others);
    }

    static Path ofActivator(Path file, Class<?> activator, Class<?>... others) throws IOException {
        Manifest manifest = manifest("activator");
        manifest.getMainAttributes().putValue("Bundle-Activator", activator.getName());
        manifest.getMainAttributes().putValue("Import-Package", "org.osgi.framework");
        return write(file, manifest, "", activator, others);
    }

    private static Manifest manifest(String name) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        return manifest;
    }

    private static Path write(Path file, Manifest manifest, String description, Class<?> first, Class<?>... others)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(COMPONENT_FILE));
            jar.write(description.getBytes(StandardCharsets.UTF_8));
            put(jar, first);
            for (Class<?> other : List.of(others)) {
                put(jar, other);
            }
        }
        return file;
    }

    private static void put(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new ZipEntry(name));
            code.transferTo(jar);
        }
    }
}
