// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** Makes bundles, of nothing or of other bundles. */
final class JarMaker {

    private static final String COMPONENT_FILE = "OSGI-INF/component.xml";

    private final Manifest manifest;
    private final Map<String, byte[]> entries = new TreeMap<>();

    private JarMaker(Manifest manifest) {
        this.manifest = manifest;
    }

    /** @return a bundle with nothing in it */
    static JarMaker bundle(String symbolicName, String version) {
        return new JarMaker(new Manifest())
                .header("Manifest-Version", "1.0")
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", symbolicName)
                .header("Bundle-Version", version);
    }

    /** @return a bundle whose one component is a backend */
    static JarMaker backend(String symbolicName, String version, Class<?> implementation, String type) {
        String property = type.isEmpty() ? "" : "<property name=\"xen.device.type\" value=\"" + type + "\"/>";
        String component =
                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"test\" immediate=\"true\">"
                        + property + "<service><provide interface=\"org.xenbay.api.device.XenDevOps\"/></service>"
                        + "<implementation class=\"" + implementation.getName() + "\"/></scr:component>";
        return bundle(symbolicName, version)
                .header("Import-Package", "org.osgi.framework,org.xenbay.api.device;version=\"[3.0,4)\"")
                .header("Service-Component", COMPONENT_FILE)
                .entry(COMPONENT_FILE, component.getBytes(StandardCharsets.UTF_8))
                .type(implementation);
    }

    /** @return a copy */
    static JarMaker of(Path original) throws IOException {
        try (JarFile from = new JarFile(original.toFile())) {
            JarMaker made = new JarMaker(new Manifest(from.getManifest()));
            for (ZipEntry entry :
                    from.stream().filter(each -> !each.isDirectory()).toList()) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    made.entry(entry.getName(), from.getInputStream(entry).readAllBytes());
                }
            }
            return made;
        }
    }

    JarMaker header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Its classes that use the package must not be loaded. */
    JarMaker withoutImport(String name) {
        String header = manifest.getMainAttributes().getValue("Import-Package");
        String clause = Pattern.quote(name) + ";version=\"[^\"]*\"";
        return header("Import-Package", header.replaceFirst("," + clause + "|" + clause + ",", ""));
    }

    /** Adds to a header that is a list. */
    JarMaker more(String name, String value) {
        String before = manifest.getMainAttributes().getValue(name);
        return header(name, before == null ? value : before + "," + value);
    }

    JarMaker without(String header) {
        manifest.getMainAttributes().remove(new Attributes.Name(header));
        return this;
    }

    JarMaker entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** A class, and those of the tests that it extends. */
    JarMaker type(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream("/" + name)) {
            entry(name, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new IllegalStateException("no class " + name, unreadable);
        }
        return type.getSuperclass() == Object.class ? this : type(type.getSuperclass());
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes;
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    Path at(Path jar) throws IOException {
        return put(jar, bytes());
    }

    /** Puts a file in the place of another in one piece, as one that was written long ago. */
    static Path put(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, content);
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minusSeconds(60)));
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
