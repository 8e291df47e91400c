package org.xenbay.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** New versions of the console's bundle that do not work. */
final class TestJars {

    private static final String COMPONENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="refusing" immediate="true">
              <property name="xen.device.type" type="String">console</property>
              <service><provide interface="org.xenbay.api.device.XenDevOps"/></service>
              <implementation class="org.xenbay.it.RefusingBackend"/>
            </scr:component>
            """;

    private TestJars() {}

    private static Manifest manifest(String symbolicName, String imports) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", symbolicName);
        headers.putValue("Bundle-Version", "9.0.0");
        headers.putValue("Import-Package", imports);
        return manifest;
    }

    /** @return a version that needs a package that nobody has */
    static Path notStarting(Path folder, String symbolicName) throws IOException {
        Path jar = folder.resolve("not-starting.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest(symbolicName, "org.example.missing"))) {
            entries.putNextEntry(new ZipEntry("empty"));
            entries.closeEntry();
        }
        return jar;
    }

    /** @return a version that starts and serves the type, and takes over no device */
    static Path refusing(Path folder, String symbolicName) throws IOException {
        Path jar = folder.resolve("refusing.jar");
        Manifest manifest = manifest(symbolicName, "org.xenbay.api.device;version=\"[1.1,2)\"");
        manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/refusing.xml");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("OSGI-INF/refusing.xml"));
            entries.write(COMPONENT.strip().getBytes(StandardCharsets.UTF_8));
            entries.closeEntry();
            String name = RefusingBackend.class.getName().replace('.', '/') + ".class";
            entries.putNextEntry(new ZipEntry(name));
            try (InputStream in = RefusingBackend.class.getResourceAsStream("/" + name)) {
                in.transferTo(entries);
            }
            entries.closeEntry();
        }
        return jar;
    }

    /** @return the same bundle again, under the name of its next version */
    static Path again(Path folder, Path original) throws IOException {
        Path jar = folder.resolve("again.jar");
        try (JarFile from = new JarFile(original.toFile())) {
            Manifest manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", "9.1.0");
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(out, manifest)) {
                for (ZipEntry entry : from.stream()
                        .filter(each -> !each.isDirectory() && !each.getName().equals(JarFile.MANIFEST_NAME))
                        .toList()) {
                    entries.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(entries);
                    entries.closeEntry();
                }
            }
        }
        return jar;
    }
}
