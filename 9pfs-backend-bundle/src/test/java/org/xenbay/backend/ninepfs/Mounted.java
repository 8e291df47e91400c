// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.frontend.ninep.NinePClient;

/** A guest with a share of a folder of its own, and a session of 9P2000.L. */
abstract class Mounted {

    static final int READ_WRITE = 2;

    @TempDir
    Path folder;

    Host host;
    NinePClient client;
    int root;

    @BeforeEach
    void mount() throws InterruptedException {
        host = new Host(folder);
        Host.Share share = host.share();
        client = share.client();
        root = share.mount();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** @return the fid of a new file, open for reading and writing */
    int create(String name) {
        int fid = client.walk(root);
        client.create(fid, name, READ_WRITE, 0644, 0);
        return fid;
    }
}
