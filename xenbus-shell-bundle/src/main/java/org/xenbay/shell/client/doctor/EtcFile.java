// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;

/** A file of etc/, as far as it decides what the host has to be like. The daemon says what is wrong in it. */
final class EtcFile {
    private final Properties values;

    private EtcFile(Properties values) {
        this.values = values;
    }

    /** @throws IOException when it is there and not readable as a whole */
    static EtcFile read(Host host, String pid) throws IOException {
        Properties values = new Properties();
        String name = host.installation().etc().resolve(pid + ".cfg").toString();
        try {
            values.load(new StringReader(host.text(name).orElse("")));
        } catch (IllegalArgumentException malformed) {
            throw new IOException(name + ": " + malformed.getMessage(), malformed);
        }
        return new EtcFile(values);
    }

    /** @return the value of a key in any letter case; empty when it is left to the launcher, or to the default */
    Optional<String> value(String key) {
        return values.stringPropertyNames().stream()
                .filter(key::equalsIgnoreCase)
                .map(name -> values.getProperty(name).strip())
                .filter(value -> !value.isEmpty() && !value.startsWith("${"))
                .findFirst();
    }
}
