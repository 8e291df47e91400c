// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The distribution's own jars on a fresh framework, without its shells and its page, and with the frontends of the test kit. */
final class Platform {

    /** Needs a terminal, or is a test's own matter to install. */
    private static final List<String> LEFT_OUT =
            List.of("org.apache.felix.fileinstall", "org.xenbay.shell", "org.xenbay.web");

    /** The framework's property with the folder that jars are dropped into. */
    private static final String DEPLOY_FOLDER = "xenbay.deploy.dir";

    /** The framework's property with the folder of the tests' own files. */
    private static final String TEST_FOLDER = "xenbay.it.folder";

    /** The framework's property with the seconds that code may take to start while devices wait. */
    private static final String START_SECONDS = "xenbay.update.start.seconds";

    /** For tests with code that never returns: as few as a start takes on a slow machine. */
    static final int FEW_SECONDS = 5;

    private Platform() {}

    /** All of them are installed for good. */
    static Option[] configuration() {
        try {
            return configuration(jars());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As the daemon has them: {@link #fill} puts the bundles of the watched folder there. */
    static Option[] configurationWithDeployFolder() {
        try {
            return CoreOptions.options(
                    composite(configuration(own())),
                    frameworkProperty(DEPLOY_FOLDER)
                            .value(temporaryFolder("xenbay-it-deploy").toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Code that does not return is given up after {@value #FEW_SECONDS} seconds. */
    static Option fewSecondsToStart() {
        return frameworkProperty(START_SECONDS).value(Integer.toString(FEW_SECONDS));
    }

    /**
     * Puts the backends into the folder that is watched.
     *
     * @return that
     */
    static Path fill(BundleContext context) throws IOException {
        Path deploy = Path.of(context.getProperty(DEPLOY_FOLDER));
        for (Path jar : jarsOf("deploy").toList()) {
            JarMaker.put(deploy.resolve(jar.getFileName()), Files.readAllBytes(jar));
        }
        return deploy;
    }

    /**
     * A framework that runs may change its folders at any moment, so no test removes them; and Pax Exam asks for more configurations than it
     * uses.
     *
     * @return a folder that goes with this process, with all that is in it
     */
    static Path temporaryFolder(String name) throws IOException {
        Path folder = Files.createTempDirectory(name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove " + folder));
        return folder;
    }

    /** Removes a folder that nobody changes any more. */
    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * With frontends that do without some packages, so that these can be replaced under a guest of the test.
     *
     * @param packages the classes that need them are not used
     */
    static Option[] configurationWithout(List<String> packages) {
        try {
            JarMaker made = JarMaker.of(frontends());
            packages.forEach(made::withoutImport);
            return configuration(
                    jars(), made.at(temporaryFolder("xenbay-it-frontends").resolve("frontends.jar")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path frontends() {
        return Path.of(System.getProperty("xenbay.frontends"));
    }

    private static Option[] configuration(Stream<Path> jars) throws IOException {
        return configuration(jars, frontends());
    }

    /** @return a new folder for a test's own files, which goes with this process */
    static Path testFolder(BundleContext context) throws IOException {
        return Files.createTempDirectory(Path.of(context.getProperty(TEST_FOLDER)), "test");
    }

    private static Option[] configuration(Stream<Path> jars, Path frontends) throws IOException {
        return CoreOptions.options(
                frameworkProperty(TEST_FOLDER)
                        .value(temporaryFolder("xenbay-it").toString()),
                composite(Stream.concat(jars, Stream.of(frontends))
                        .map(jar -> bundle("reference:" + jar.toUri()))
                        .toArray(Option[]::new)),
                frameworkProperty("org.osgi.framework.storage.clean").value("onFirstInit"),
                // Pax Exam's own bundles log through it; the test's class path has it.
                frameworkProperty("org.osgi.framework.bootdelegation").value("jdk.jfr.internal,jdk.jfr.internal.*"),
                systemPackage("org.slf4j;version=\"1.7.36\""),
                junitBundles());
    }

    private static Stream<Path> jars() {
        return Stream.concat(own(), jarsOf("deploy"));
    }

    private static Stream<Path> own() {
        return Stream.of("bundle", "bundle/demonstration").flatMap(Platform::jarsOf);
    }

    /** @return every bundle of the distribution, also those that tests leave out */
    static Stream<Path> allJars() {
        return Stream.of("bundle", "bundle/demonstration", "bundle/shell-plain", "bundle/shell-terminal", "deploy")
                .flatMap(folder -> jarsIn(distribution().resolve(folder)));
    }

    private static Path distribution() {
        return Path.of(System.getProperty("xenbay.distribution"));
    }

    private static Stream<Path> jarsOf(String folder) {
        return jarsIn(distribution().resolve(folder)).filter(jar -> !LEFT_OUT.contains(symbolicName(jar)));
    }

    private static Stream<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The jar of one of the distribution's bundles. */
    static Path jar(String symbolicName) {
        return jars().filter(jar -> symbolicName(jar).equals(symbolicName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar of " + symbolicName));
    }

    private static String symbolicName(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return header.split(";")[0].trim();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
