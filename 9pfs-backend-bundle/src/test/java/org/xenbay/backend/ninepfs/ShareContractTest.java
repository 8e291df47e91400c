// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.nativexen.file.LocalFiles;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every backend, for a share: the guest writes files and reads them again, also after an update. */
class ShareContractTest extends BackendContract {

    private static final int READ_WRITE = 2;

    @TempDir
    Path folder;

    private final LocalFiles host = LocalFiles.open().orElseThrow();
    private NinePfsBackend backend;
    private NinePfsFrontend driver;
    /** Null until the share is mounted. */
    private NinePClient mounted;

    private int root;
    private int files;

    @Override
    protected XenDevOps newVersion() {
        stopVersion();
        backend = new NinePfsBackend(Map.of());
        backend.setFiles(host.files());
        return backend;
    }

    @AfterEach
    void stopVersion() {
        if (backend != null) {
            backend.deactivate();
        }
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "9pfs", 0);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("tag", "share", "path", folder.toString());
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        driver = new NinePfsFrontend(domain, 0, 1, 4, frontends, listener);
        return GuestClient.of(driver::start, this::unmount, driver::reload, driver::close, this::writeAndRead);
    }

    private CompletableFuture<Void> unmount() {
        mounted = null;
        return driver.unload();
    }

    private void writeAndRead() throws Exception {
        if (mounted == null) {
            mounted = new NinePClient(driver);
            mounted.version(mounted.msize(), "9P2000.L");
            root = mounted.attach(0, "");
        }
        byte[] content = ("file " + files).getBytes(StandardCharsets.UTF_8);
        int fid = mounted.walk(root);
        mounted.create(fid, "file" + files++, READ_WRITE, 0600, 0);
        assertThat(mounted.write(fid, 0, content)).isEqualTo(content.length);
        assertThat(mounted.read(fid, 0, 100)).isEqualTo(content);
        mounted.clunk(fid);
        for (int i = 0; i < files; i++) {
            assertThat(folder.resolve("file" + i)).hasContent("file " + i);
        }
    }
}
