// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A component of a bundle of its own, whose constructor throws. */
public final class FailingComponent {

    private static final String DESCRIPTION = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" "
            + "name=\"failing\" immediate=\"true\"><implementation class=\"" + FailingComponent.class.getName()
            + "\"/></scr:component>";

    public FailingComponent() {
        throw new IllegalStateException("no licence");
    }

    static Path jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "failing");
        headers.putValue("Service-Component", "OSGI-INF/failing.xml");
        String name = FailingComponent.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream code = FailingComponent.class.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/failing.xml"));
            jar.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry(name));
            code.transferTo(jar);
        }
        return file;
    }
}
