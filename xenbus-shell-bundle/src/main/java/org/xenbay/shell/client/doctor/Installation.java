// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.nio.file.Path;

/**
 * Where this distribution is. Its folders are absolute.
 *
 * @param home the distribution's folder
 * @param etc its configuration
 * @param run the run folder, which need not exist
 */
public record Installation(Path home, Path etc, Path run) {

    /** Makes its folders absolute. */
    public Installation {
        home = home.toAbsolutePath().normalize();
        etc = etc.toAbsolutePath().normalize();
        run = run.toAbsolutePath().normalize();
    }

    String program() {
        return home.resolve("bin/xenbay").toString();
    }

    String helper() {
        return home.resolve("libexec/xenbay-device-model").toString();
    }
}
