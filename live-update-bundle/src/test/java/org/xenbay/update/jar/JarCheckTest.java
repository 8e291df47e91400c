// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.xenbay.update.sample.GoodBackend;

/** Jars that cannot run, and the reason that is given for each. */
class JarCheckTest {

    private static final List<Capability> HERE = List.of(
            capability("osgi.wiring.package", "org.xenbay.api.device", "version"),
            capability("osgi.wiring.bundle", "present", "bundle-version"),
            new Provided("osgi.ee", Map.of("osgi.ee", "JavaSE", "version", new Version("17"))));

    @TempDir
    Path folder;

    private record Provided(String namespace, Map<String, Object> attributes) implements Capability {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return attributes;
        }

        @Override
        public Resource getResource() {
            return null;
        }
    }

    private static Capability capability(String namespace, String name, String version) {
        return new Provided(namespace, Map.of(namespace, name, version, new Version("1.4.0")));
    }

    private static List<Capability> here(String namespace, String filter) {
        return HERE.stream()
                .filter(each -> each.getNamespace().equals(namespace) && matches(each, filter))
                .toList();
    }

    private static boolean matches(Capability capability, String filter) {
        try {
            return FrameworkUtil.createFilter(filter).matches(capability.getAttributes());
        } catch (InvalidSyntaxException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    private static JarMaker good() {
        return JarMaker.backend("echo", "1.2.3", GoodBackend.class, "echo");
    }

    private BundleFile check(JarMaker jar) throws RefusedJarException {
        return JarCheck.check(jar.at(folder.resolve("a.jar")), JarCheckTest::here);
    }

    private void assertRefused(JarMaker jar, String why) {
        assertRefused(jar.at(folder.resolve("a.jar")), why);
    }

    private static void assertRefused(Path jar, String why) {
        assertThatThrownBy(() -> JarCheck.check(jar, JarCheckTest::here))
                .isInstanceOf(RefusedJarException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void whatAGoodJarSaysOfItselfIsKnown() throws Exception {
        BundleFile found = check(good());
        assertThat(found.toString()).isEqualTo("echo 1.2.3");
        assertThat(found.types()).containsExactly("echo");
        assertThat(found.silent()).isFalse();
        String several = "<property name=\"xen.device.type\" type=\"String\">\n vkbd\n vinput\n</property>";
        assertThat(check(good().entry(JarMaker.COMPONENT, JarMaker.component(GoodBackend.class.getName(), several)))
                        .types())
                .containsExactlyInAnyOrder("vkbd", "vinput");
        assertThat(check(JarMaker.bundle("b", "1").header("Import-Package", "org.xenbay.api.device"))
                        .silent())
                .isTrue();
    }

    @Test
    void aTypeThatNoNodeCanBeNamedByIsRefused() {
        assertRefused(JarMaker.backend("echo", "1", GoodBackend.class, "a/b"), "no device type can be named a/b");
    }

    @Test
    void whatIsNoWholeArchiveIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(good().at(folder.resolve("whole.jar")));
        Path jar = folder.resolve("a.jar");
        assertRefused(JarMaker.bytes(jar, new byte[0]), "it is empty");
        assertRefused(JarMaker.bytes(jar, "PK".getBytes(StandardCharsets.US_ASCII)), "it is not a whole jar");
        assertRefused(JarMaker.bytes(jar, Arrays.copyOf(whole, whole.length / 2)), "it is not a whole jar");
        assertRefused(JarMaker.bytes(jar, Arrays.copyOf(whole, whole.length - 1)), "it is not a whole jar");
        assertRefused(folder.resolve("absent.jar"), "it is not a whole jar");
    }

    @Test
    void everyDamagedByteOfAnEntryIsSeen() throws IOException {
        byte[] whole = Files.readAllBytes(
                JarMaker.bundle("a", "1").entry("data", "some text".repeat(20)).at(folder.resolve("whole.jar")));
        int data = new String(whole, StandardCharsets.ISO_8859_1).indexOf("data") + "data".length();
        for (int i = 0; i < 10; i++) {
            byte[] damaged = whole.clone();
            damaged[data + i] ^= 0x55;
            assertRefused(JarMaker.bytes(folder.resolve("a.jar"), damaged), "it is not a whole jar");
        }
    }

    @Test
    void whatIsNoBundleIsRefused() throws IOException {
        assertRefused(good().without("Bundle-SymbolicName"), "it has no Bundle-SymbolicName");
        assertRefused(good().without("Bundle-ManifestVersion"), "Bundle-ManifestVersion is not 2");
        assertRefused(good().header("Bundle-Version", "one.two"), "its manifest cannot be read: ");
        assertRefused(good().header("Import-Package", "a;version=\"[x,2)\""), "its manifest cannot be read: ");
        assertRefused(
                good().header("Require-Capability", "effective:=active"),
                "its manifest cannot be read: a clause has attributes only");
        assertRefused(
                good().header("Require-Bundle", "bundle-version=1"),
                "its manifest cannot be read: a clause has attributes only");
        assertRefused(
                good().header("Service-Component", "x=y"), "its manifest cannot be read: a clause has attributes only");
        assertRefused(
                good().header("Bundle-SymbolicName", "../../etc/passwd"),
                "its Bundle-SymbolicName is not a name of letters, digits, dots, - and _: ../../etc/passwd");
        assertRefused(
                good().header("Fragment-Host", "absent"),
                "it is a fragment of bundle absent, which nobody here provides");
    }

    @Test
    void classesForANewerJavaAreRefused() throws Exception {
        byte[] newer = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};
        assertRefused(
                good().entry("x/Y.class", newer),
                "it is compiled for Java 55, this is Java " + Runtime.version().feature() + ": x/Y.class");
        assertRefused(good().entry("x/Y.class", "no class"), "x/Y.class in it is not a class");
        assertThat(check(good().entry("META-INF/versions/999/x/Y.class", newer)))
                .isNotNull();
        assertRefused(
                good().header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""),
                "it needs Java 99, this is Java ");
        assertThat(check(good().header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"")))
                .isNotNull();
    }

    @Test
    void whatIsMissingIsNamedWithTheRangeAndWhatIsHere() throws Exception {
        assertRefused(
                good().header("Import-Package", "org.example.missing;version=\"[1,2)\""),
                "it imports package org.example.missing [1,2), which nobody here provides");
        assertRefused(
                good().header("Import-Package", "org.xenbay.api.device;version=\"[2.0,3)\""),
                "it imports package org.xenbay.api.device [2.0,3), here is 1.4.0");
        assertRefused(
                good().header("Require-Bundle", "present;bundle-version=\"[3,4)\", absent"),
                "it requires bundle present [3,4), here is 1.4.0; it requires bundle absent, which nobody here");
        assertRefused(
                good().header("Require-Capability", "db;filter:=\"(kind=sql)\""),
                "it requires db (kind=sql), which nobody here provides");
        assertThat(check(good().header("Import-Package", "a.b;resolution:=optional,c.d;version=\"9\"")
                        .header("Export-Package", "c.d;version=\"9\"")
                        .header("Require-Capability", "db;effective:=active,e;resolution:=optional")))
                .isNotNull();
    }

    @Test
    void whetherAnotherBundleCouldHelpIsKnown() {
        assertThatThrownBy(() -> check(good().header("Import-Package", "org.example.missing")))
                .extracting(thrown -> ((RefusedJarException) thrown).waitsForOthers())
                .isEqualTo(true);
        assertThatThrownBy(() -> check(good().entry("x/Y.class", "no class")))
                .extracting(thrown -> ((RefusedJarException) thrown).waitsForOthers())
                .isEqualTo(false);
    }

    @Test
    void componentsThatCannotBeAreRefused() {
        String name = GoodBackend.class.getName();
        assertRefused(
                good().entry(JarMaker.COMPONENT, JarMaker.component(name, "")),
                "its component sample is a backend without @XenDeviceType");
        assertRefused(
                good().entry(
                                JarMaker.COMPONENT,
                                JarMaker.component("x.Absent", "<property name=\"xen.device.type\" value=\"a\"/>")),
                "the class of its component sample is not in it: x.Absent");
        assertRefused(good().entry(JarMaker.COMPONENT, "<component"), "OSGI-INF/backend.xml in it cannot be read");
        assertRefused(
                good().header("Service-Component", "OSGI-INF/other.xml"),
                "OSGI-INF/other.xml, which its manifest names, is not in it");
        assertRefused(
                good().header("Service-Component", "OSGI-INF/*.xml")
                        .entry("OSGI-INF/b.xml", JarMaker.component(name, "")),
                "without @XenDeviceType");
    }

    @Test
    void whereTheComponentsTypeMayBeElsewhereItIsNotMissed() throws Exception {
        String elsewhere = JarMaker.component(GoodBackend.class.getName(), "<properties entry=\"x.properties\"/>");
        assertThat(check(good().entry(JarMaker.COMPONENT, elsewhere)).types()).isEmpty();
    }
}
