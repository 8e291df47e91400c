// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's Java. That of this command is new enough, or bin/xenbay would have said so. */
final class JavaLook {

    private static final String CHECK = "java";
    private static final int LEAST = 17;
    private static final String PACKAGE = "default-jre-headless";
    private static final String WHY = "the service cannot start, and guests are not served";

    /** In the file "release" of a Java, which bin/xenbay reads too. */
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d{1,4})[^\"]*\"");

    private JavaLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        Optional<Unit> unit = Unit.of(host);
        if (unit.isEmpty()) {
            return List.of(Finding.well(
                    CHECK, "Java " + Runtime.version().feature() + " in " + System.getProperty("java.home")));
        }
        Optional<String> chosen = unit.get().variable("JAVA_HOME");
        Optional<String> program = chosen.isPresent()
                ? chosen.map(home -> home + "/bin/java").filter(host::isExecutable)
                : host.program("java");
        if (program.isEmpty()) {
            return List.of(Finding.critical(
                    CHECK,
                    chosen.map(home -> unit.get().file() + " sets JAVA_HOME=" + home + ", which has no bin/java")
                            .orElse("there is no Java where the service looks for it"),
                    WHY,
                    chosen.isPresent() ? Unit.set("Environment", "JAVA_HOME=") : Host.install(PACKAGE)));
        }
        int version = version(host, program.get());
        if (version > 0 && version < LEAST) {
            return List.of(Finding.critical(
                    CHECK,
                    "the service's Java is " + version + ", and needed is " + LEAST + " or newer: " + program.get(),
                    WHY,
                    Host.install(PACKAGE)));
        }
        return List.of(Finding.well(CHECK, program.get() + (version > 0 ? " is Java " + version : " is there")));
    }

    /** @return 0 when it is not known */
    private static int version(Host host, String program) throws IOException {
        Path folder = host.file(program).toRealPath().getParent();
        Path home = folder == null ? null : folder.getParent();
        if (home == null) {
            return 0;
        }
        String name = "/" + host.root().toRealPath().relativize(home.resolve("release"));
        Matcher version = VERSION.matcher(host.text(name).orElse(""));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }
}
