// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xenbay.api.device.XenDevOps;

/** Makes jars of all kinds. */
public final class JarMaker {

    public static final String COMPONENT = "OSGI-INF/backend.xml";
    private static final String API = "org.xenbay.api.device;version=\"[1.1,2)\"";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();

    private JarMaker(String name, String version) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", version);
    }

    public static JarMaker bundle(String name, String version) {
        return new JarMaker(name, version);
    }

    /** @return a bundle whose one component is a backend of one type */
    public static JarMaker backend(String name, String version, Class<?> implementation, String type) {
        return bundle(name, version)
                .header("Import-Package", API)
                .header("Service-Component", COMPONENT)
                .entry(
                        COMPONENT,
                        component(
                                implementation.getName(),
                                "<property name=\"xen.device.type\" value=\"" + type + "\"/>"))
                .type(implementation)
                .type(implementation.getSuperclass());
    }

    public static String component(String implementation, String properties) {
        return "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"sample\">" + properties
                + "<service><provide interface=\"" + XenDevOps.class.getName() + "\"/></service>"
                + "<implementation class=\"" + implementation + "\"/></scr:component>";
    }

    public JarMaker header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public JarMaker without(String header) {
        headers.remove(header);
        return this;
    }

    public JarMaker entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public JarMaker entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public JarMaker type(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream("/" + name)) {
            return type == Object.class ? this : entry(name, in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Written in one piece, long ago. */
    public Path at(Path jar) {
        try {
            Path part = jar.resolveSibling("." + jar.getFileName() + ".part");
            try (OutputStream file = Files.newOutputStream(part);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                zip.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
                Manifest manifest = new Manifest();
                manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
                headers.forEach(manifest.getMainAttributes()::putValue);
                manifest.write(zip);
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
            return publish(part, jar);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path publish(Path part, Path jar) throws IOException {
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minusSeconds(60)));
        return Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Any bytes, long ago. */
    public static Path bytes(Path jar, byte[] content) throws IOException {
        return publish(Files.write(jar.resolveSibling("." + jar.getFileName() + ".part"), content), jar);
    }
}
