// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.IOException;
import java.nio.file.Path;

/** New versions of a backend's bundle. */
final class TestJars {

    private TestJars() {}

    /** @return a version that needs a package that no bundle provides */
    static Path unresolved(Path folder, String symbolicName) throws IOException {
        return JarMaker.bundle(symbolicName, "9.0.0")
                .header("Import-Package", "org.example.missing")
                .at(folder.resolve("unresolved.jar"));
    }

    /** @return a version whose activator throws */
    static Path notStarting(Path folder, String symbolicName) throws IOException {
        return JarMaker.bundle(symbolicName, "9.0.0")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", ThrowingActivator.class.getName())
                .type(ThrowingActivator.class)
                .at(folder.resolve("not-starting.jar"));
    }

    /** @return a version that starts and serves the type, and takes over no device */
    static Path refusing(Path folder, String symbolicName) throws IOException {
        return JarMaker.backend(symbolicName, "9.0.0", RefusingBackend.class, "console")
                .at(folder.resolve("refusing.jar"));
    }

    /** @return the same bundle again, under the name of its next version */
    static Path again(Path folder, Path original) throws IOException {
        return JarMaker.of(original).header("Bundle-Version", "9.1.0").at(folder.resolve("again.jar"));
    }
}
