// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import org.xenbay.testkit.Exempt;
import org.xenbay.testkit.GuestClient;
import org.xenbay.testkit.Rule;

/** The contract of every backend, for a share: the guest writes files and reads them again, also after an update. */
@Exempt(rule = Rule.OUTLASTS_A_KILL, because = "SimulationTest kills it at each step, and at each call of the host")
class ShareContractTest extends BackendContract {

    private static final int READ_WRITE = 2;

    @TempDir
    Path folder;

    private final LocalFiles host = LocalFiles.open().orElseThrow();

    @Override
    protected XenDevOps newVersion() {
        NinePfsBackend backend = new NinePfsBackend(Map.of());
        backend.setFiles(host.files());
        return backend;
    }

    @Override
    protected void stop(XenDevOps version) {
        ((NinePfsBackend) version).deactivate();
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
        NinePfsFrontend driver = new NinePfsFrontend(domain, 0, 1, 4, frontends, listener);
        Mount mount = new Mount(driver);
        return GuestClient.of(driver::start, mount::unmount, driver::reload, driver::close, mount::writeAndRead);
    }

    /** The share as a program of a guest uses it. */
    private final class Mount {
        private final NinePfsFrontend driver;
        /** Present once the share is mounted. */
        private NinePClient mounted;

        private int root;
        private int files;

        Mount(NinePfsFrontend driver) {
            this.driver = driver;
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
}
