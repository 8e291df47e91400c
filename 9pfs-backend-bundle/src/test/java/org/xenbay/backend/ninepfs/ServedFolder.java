// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A host that shares a folder of its own. */
abstract class ServedFolder {

    @TempDir
    Path folder;

    Host host;

    @BeforeEach
    void start() {
        host = new Host(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** @return a share with that security model; the test is skipped where the model needs root and the test has not */
    Host.Share shareWithModel(String model) throws Exception {
        if (!model.startsWith("mapped")) {
            Host.assumeRoot();
        }
        return host.share("9pfs", 2, 4, Map.of("security_model", model));
    }
}
