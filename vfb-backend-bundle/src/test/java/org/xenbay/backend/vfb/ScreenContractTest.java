// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.frontend.FbFrontend;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every device: a viewer sees what a guest draws. */
class ScreenContractTest extends BackendContract {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LOOKS = 1000;

    private final ListedScreens screens = new ListedScreens();

    @Override
    protected XenDevOps newVersion() {
        return new VfbBackend(screens, Map.of());
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "vfb", 0);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        FbFrontend driver = new FbFrontend(domain, 0, FbFrontend.Variant.LINUX, frontends, listener);
        DeviceId device = device(domain.domain());
        return GuestClient.of(
                driver::start, driver::unload, driver::reload, driver::close, new Painter(driver, device)::paint);
    }

    /** Draws, and checks whether a viewer sees it. */
    private final class Painter {
        private final FbFrontend driver;
        private final DeviceId device;
        private int colour = 0x102030;

        Painter(FbFrontend driver, DeviceId device) {
            this.driver = driver;
            this.device = device;
        }

        /** Another version of the backend has another screen; a version that was killed has not taken its screen away. */
        private void paint() throws InterruptedException {
            colour = colour + 0x010307 & 0xFF_FFFF;
            int x = colour % 700;
            int y = colour % 500;
            driver.screen().fill(x, y, 70, 20, colour);
            try (Looker looker = new Looker()) {
                for (int i = 0; i < LOOKS; i++) {
                    if (looker.sees(x, y, colour)) {
                        return;
                    }
                    looker.await();
                }
            }
            throw new IllegalStateException("what the guest has drawn is not seen");
        }

        /** Looks at the newest screen for as long as that one is there: there is a picture while somebody looks. */
        private final class Looker implements AutoCloseable {
            private final Semaphore changes = new Semaphore(0);
            private GuestScreen screen;
            private ScreenView view;

            boolean sees(int x, int y, int wanted) {
                List<GuestScreen> present = screens.of(device);
                if (present.isEmpty()) {
                    return false;
                }
                GuestScreen newest = present.get(present.size() - 1);
                if (newest != screen) {
                    close();
                    screen = newest;
                    view = newest.watch(changes::release);
                }
                int[] pixel = new int[1];
                ScreenChange now = view.take();
                return now.width() > x
                        && now.height() > y
                        && view.read(new Area(x, y, 1, 1), pixel)
                        && pixel[0] == wanted;
            }

            /** Until the view tells of something, or another screen may be there. */
            void await() throws InterruptedException {
                changes.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void close() {
                if (view != null) {
                    view.close();
                }
            }
        }
    }
}
