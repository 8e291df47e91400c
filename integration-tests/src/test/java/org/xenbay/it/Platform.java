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
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The distribution's own jars on a fresh framework, without its shells. */
final class Platform {

    /** Needs a terminal, or is a test's own matter to install. */
    private static final List<String> LEFT_OUT = List.of("fileinstall", "xenbus-shell-bundle");

    private Platform() {}

    static Option[] configuration() {
        return org.ops4j.pax.exam.CoreOptions.options(
                composite(jars().map(jar -> bundle("reference:" + jar.toUri())).toArray(Option[]::new)),
                frameworkProperty("org.osgi.framework.storage.clean").value("onFirstInit"),
                // Pax Exam's own bundles log through it; the test's class path has it.
                systemPackage("org.slf4j;version=\"1.7.36\""),
                junitBundles());
    }

    private static Stream<Path> jars() {
        Path distribution = Path.of(System.getProperty("xenbay.distribution"));
        return Stream.of("bundle", "deploy")
                .map(distribution::resolve)
                .flatMap(Platform::jarsOf)
                .filter(jar ->
                        LEFT_OUT.stream().noneMatch(name -> jar.toString().contains(name)));
    }

    private static Stream<Path> jarsOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The jar of one of the distribution's bundles. */
    static Path jar(String symbolicName) {
        return jars().filter(jar -> jar.getFileName().toString().startsWith(symbolicName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar of " + symbolicName));
    }
}
