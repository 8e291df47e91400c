// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import org.junit.jupiter.api.BeforeEach;
import org.xenbay.frontend.ninep.NinePClient;

/** A guest with a share of a folder of its own, and a session of 9P2000.L. */
abstract class Mounted extends ServedFolder {

    static final int READ_WRITE = 2;

    NinePClient client;
    int root;

    @BeforeEach
    void mount() throws InterruptedException {
        Host.Share share = host.share();
        client = share.client();
        root = share.mount();
    }

    /** @return the fid of a new file, open for reading and writing */
    int create(String name) {
        int fid = client.walk(root);
        client.create(fid, name, READ_WRITE, 0644, 0);
        return fid;
    }
}
