// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenDevOps;

@Timeout(30)
class CrashableHostTest {

    /** More steps than the core makes by itself in a test. */
    private static final int MANY_STEPS = 1_000_000;

    @TempDir
    Path folder;

    private final CompletableFuture<DeviceContext> opened = new CompletableFuture<>();
    private final CompletableFuture<CrashPoints> process = new CompletableFuture<>();

    @Test
    void aStoreThatCommitsIsAStepOfTheProcess() throws Exception {
        try (CrashableHost host = new CrashableHost(new Bundle(), folder, new Random(1))) {
            DeviceId id = new DeviceId(host.xen().create("guest").domain(), "probe", 0);
            host.admin().attach(id, Map.of());
            Runnable commit = opened.get(20, TimeUnit.SECONDS).atCommit();
            CountDownLatch reached = process.get().pauseAfter(MANY_STEPS, 0);

            for (int i = 0; i < MANY_STEPS; i++) {
                commit.run();
            }

            assertThat(reached.getCount()).isZero();
        }
    }

    private final class Bundle implements Backend {

        @Override
        public List<String> types() {
            return List.of("probe");
        }

        @Override
        public XenDevOps start(CrashPoints crashPoints) {
            process.complete(crashPoints);
            return new XenDevOps() {
                @Override
                public DeviceHandler open(DeviceContext device) {
                    opened.complete(device);
                    return new Waiting();
                }

                @Override
                public DeviceTemplate template(DeviceId id, Map<String, String> options) {
                    return new DeviceTemplate("probe", Map.of(), Map.of(), Set.of());
                }
            };
        }
    }

    private static final class Waiting implements DeviceHandler {

        @Override
        public Readiness init(Publication keys) {
            return Readiness.waitFor(Side.HOST, "nothing");
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) {
            throw new IllegalStateException("it is never ready");
        }

        @Override
        public void disconnect() {
            // it is never connected
        }

        @Override
        public void close() {
            // it has nothing
        }
    }
}
