// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.mistakes;

import java.util.concurrent.CountDownLatch;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.echo.EchoPage;

/** Handlers with one mistake each. */
final class Mistakes {

    private Mistakes() {}

    static final class AnswersNull extends PageHandler {

        AnswersNull(DeviceContext device) {
            super(device);
        }

        @Override
        public Readiness init(Publication keys) {
            return null;
        }
    }

    static final class NamesAFigureWrongly extends PageHandler {

        NamesAFigureWrongly(DeviceContext device) {
            super(device);
            device.figures().counter("requests_total", "requests of the guest");
        }
    }

    static final class KeepsKeys extends PageHandler {

        private Publication kept;

        KeepsKeys(DeviceContext device) {
            super(device);
        }

        @Override
        public Readiness init(Publication keys) {
            kept = keys;
            return Readiness.ready();
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) throws Exception {
            kept.put("feature-late", 1);
            return super.connect(link, origin);
        }
    }

    static final class ForgetsToAsk extends PageHandler {

        ForgetsToAsk(DeviceContext device) {
            super(device);
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) {
            NodeValues frontend = link.frontend("ring-ref");
            int port = frontend.eventChannel("event-channel");
            return Readiness.ready();
        }
    }

    static final class LeavesThePage extends PageHandler {

        LeavesThePage(DeviceContext device) {
            super(device);
        }

        @Override
        void event() {
            page.getInt(4096);
        }
    }

    static final class WritesWhereItReads extends PageHandler {

        WritesWhereItReads(DeviceContext device) {
            super(device);
        }

        @Override
        void event() {
            SharedMemory seen = link.map(Access.READ, link.frontend("ring-ref").grantReference("ring-ref"));
            seen.putInt(0, 1);
        }
    }

    static final class UsesAnotherThread extends PageHandler {

        UsesAnotherThread(DeviceContext device) {
            super(device);
        }

        @Override
        void event() {
            device.runOnHost(() -> link.frontend("ring-ref"), (read, failed) -> {
                if (failed != null) {
                    throw new IllegalStateException(failed.getMessage());
                }
            });
        }
    }

    static final class KeepsThePage extends PageHandler {

        KeepsThePage(DeviceContext device) {
            super(device);
        }

        int lookLater() {
            return page.getInt(0);
        }
    }

    static final class TrustsTheGuest extends PageHandler {

        TrustsTheGuest(DeviceContext device) {
            super(device);
        }

        @Override
        void event() {
            byte[] request = new byte[16];
            page.get(0, request, 0, page.getInt(EchoPage.OUT_PROD));
        }
    }

    static final class Blocks extends PageHandler {

        final CountDownLatch host = new CountDownLatch(1);

        Blocks(DeviceContext device) {
            super(device);
        }

        @Override
        void event() throws InterruptedException {
            host.await();
        }
    }
}
