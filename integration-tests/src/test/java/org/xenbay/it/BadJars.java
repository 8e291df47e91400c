// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The backends' jars in a watched folder, and contents of all kinds that do not work in their place. */
final class BadJars {

    static final String CONSOLE = "org.xenbay.backend.console";
    static final String SHARES = "org.xenbay.backend.ninepfs";
    static final String USB = "org.xenbay.backend.qusb";
    static final String KEYBOARDS = "org.xenbay.backend.vkbd";

    private static final String ACTIVATOR = ThrowingActivator.class.getName();
    private static final byte[] CLASS_OF_JAVA_55 = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};

    private final Path folder;
    private final Map<String, byte[]> whole = new TreeMap<>();

    /** @param folder that the backends' jars lie in */
    BadJars(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of(CONSOLE, SHARES, USB, KEYBOARDS)) {
            whole.put(name, Files.readAllBytes(file(name)));
        }
    }

    /**
     * A content that is refused.
     *
     * @param bundle whose file it is put into
     * @param content it
     * @param why a part of what is said of it
     */
    record Bad(String bundle, byte[] content, String why) {}

    /** @return contents of all kinds, each time one for each backend */
    List<List<Bad>> rounds() throws IOException {
        return List.of(archives(), manifests(), code());
    }

    private List<Bad> archives() {
        byte[] damaged = whole.get(KEYBOARDS).clone();
        for (int i = damaged.length / 2; i < damaged.length / 2 + 256; i++) {
            damaged[i] ^= 0x55;
        }
        byte[] half = Arrays.copyOf(whole.get(SHARES), whole.get(SHARES).length / 2);
        return List.of(
                new Bad(CONSOLE, new byte[0], "it is empty"),
                new Bad(SHARES, half, "it is not a whole jar"),
                new Bad(USB, "404 not found".getBytes(StandardCharsets.US_ASCII), "it is not a whole jar"),
                new Bad(KEYBOARDS, damaged, "it is not a whole jar"));
    }

    private List<Bad> manifests() throws IOException {
        return List.of(
                bad(CONSOLE, copy(CONSOLE).without("Bundle-SymbolicName"), "it has no Bundle-SymbolicName"),
                bad(SHARES, copy(SHARES).header("Bundle-Version", "one.two"), "its manifest cannot be read"),
                bad(
                        USB,
                        copy(USB).header("Import-Package", "org.xenbay.api.device;version=\"[9.0,10)\""),
                        "it imports package org.xenbay.api.device [9.0,10), here is "),
                bad(
                        KEYBOARDS,
                        copy(KEYBOARDS).more("Import-Package", "org.example.missing"),
                        "it imports package org.example.missing, which nobody here provides"));
    }

    private List<Bad> code() throws IOException {
        JarMaker notStarting = copy(CONSOLE)
                .more("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", ACTIVATOR)
                .type(ThrowingActivator.class);
        return List.of(
                bad(CONSOLE, notStarting, "no room"),
                bad(SHARES, JarMaker.backend(SHARES, "9.0.0", ThrowingBackend.class, "9pfs"), "no licence"),
                bad(USB, copy(USB).entry("x/Y.class", CLASS_OF_JAVA_55), "it is compiled for Java 55"),
                bad(
                        KEYBOARDS,
                        JarMaker.backend(KEYBOARDS, "9.0.0", IdleBackend.class, ""),
                        "is a backend without @XenDeviceType"));
    }

    private static Bad bad(String bundle, JarMaker jar, String why) throws IOException {
        return new Bad(bundle, jar.bytes(), why);
    }

    private JarMaker copy(String bundle) throws IOException {
        return JarMaker.of(file(bundle));
    }

    private Path file(String bundle) {
        return folder.resolve(fileName(bundle));
    }

    /** @return the file's name, in the folder that jars are dropped into */
    static String fileName(String bundle) {
        return Platform.jar(bundle).getFileName().toString();
    }

    void put(Bad bad) throws IOException {
        JarMaker.put(file(bad.bundle()), bad.content());
    }

    /** Copies the jars of all backends again. */
    void mend() throws IOException {
        for (Map.Entry<String, byte[]> jar : whole.entrySet()) {
            JarMaker.put(file(jar.getKey()), jar.getValue());
        }
    }

    /** @return symbolic names of the backends' bundles */
    Set<String> bundles() {
        return whole.keySet();
    }
}
