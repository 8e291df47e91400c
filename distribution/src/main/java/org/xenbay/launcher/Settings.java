// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Constants;

/**
 * The settings of bin/xenbay, passed as system properties.
 *
 * @param home the distribution's folder
 * @param etc the folder of the configuration
 * @param run the folder of sockets, bundle cache and logs
 * @param shell the shell to start
 */
record Settings(Path home, Path etc, Path run, Shell shell) {

    /** Packages that the Flight Recorder's generated code uses; bundles cannot import them. */
    private static final String RECORDER = "jdk.jfr.internal,jdk.jfr.internal.*";

    /** A shell in the daemon itself: the folder below bundle/ with its bundles, and Gogo's arguments. */
    enum Shell {
        /** On a terminal, with history and completion. */
        TERMINAL("shell-terminal", ""),
        /** Reads lines from the standard input. */
        PLAIN("shell-plain", "--nointeractive --noshutdown -c xen:lines"),
        /** No shell, for a service: only commands of clients. */
        NONE("shell-plain", "--nointeractive --noshutdown");

        private final String folder;
        private final String arguments;

        Shell(String folder, String arguments) {
            this.folder = folder;
            this.arguments = arguments;
        }

        String folder() {
            return folder;
        }
    }

    static Settings of(Properties properties) {
        return new Settings(
                path(properties, "xenbay.home"),
                path(properties, "xenbay.etc"),
                path(properties, "xenbay.run.dir"),
                shell(properties.getProperty("xenbay.shell", "none")));
    }

    private static Path path(Properties properties, String name) {
        String value = properties.getProperty(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("system property " + name + " is not set; start bin/xenbay instead");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static Shell shell(String name) {
        for (Shell shell : Shell.values()) {
            if (shell.name().equalsIgnoreCase(name)) {
                return shell;
            }
        }
        throw new IllegalArgumentException("xenbay.shell is terminal, plain or none, not " + name);
    }

    /** Adds properties for the framework and its bundles; etc/config.properties has precedence. */
    void addTo(Map<String, String> framework) {
        framework.put("xenbay.home", home.toString());
        framework.put("xenbay.run.dir", run.toString());
        framework.put("xenbay.etc", etc.toString());
        framework.putIfAbsent("org.osgi.framework.storage", run.resolve("cache").toString());
        framework.putIfAbsent("felix.fileinstall.dir", etc.toString());
        framework.putIfAbsent("xenbay.deploy.dir", home.resolve("deploy").toString());
        framework.putIfAbsent("felix.fileinstall.tmpdir", run.resolve("tmp").toString());
        framework.merge(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, BundleLogs.PACKAGE, (more, ours) -> more + "," + ours);
        framework.merge(Constants.FRAMEWORK_BOOTDELEGATION, RECORDER, (more, ours) -> more + "," + ours);
        framework.putIfAbsent("gosh.home", home.toString());
        framework.putIfAbsent("gosh.args", shell.arguments);
    }
}
