// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.xen.Xen;
import org.xenbay.nativexen.xen.NativeXen.HostDevices;
import org.xenbay.xenstore.client.ClientOptions;
import org.xenbay.xenstore.client.XenStoreAddress;
import org.xenbay.xenstore.client.XenStoreClient;

/**
 * Registers the hypervisor's service once xenstored has answered, which may take a while. Uses a separate thread: listeners of
 * the service make requests of XenStore, and the client's own thread has to process their answers.
 */
final class DelayedRegistration implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DelayedRegistration.class.getName());
    private static final long STOP_SECONDS = 10;

    private final HostDevices devices;
    private final Function<Xen, ServiceRegistration<Xen>> register;
    private final XenStoreClient store;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Watch connection;
    private final Thread thread = DaemonThreads.of("xenbay-native-start", this::run);

    @GuardedBy("this")
    private @Nullable ServiceRegistration<Xen> registration;

    @GuardedBy("this")
    private boolean closed;

    DelayedRegistration(
            HostDevices devices, XenStoreAddress address, Function<Xen, ServiceRegistration<Xen>> register) {
        this.devices = devices;
        this.register = register;
        store = XenStoreClient.connectInBackground(address, ClientOptions.DEFAULT);
        connection = store.onConnectionChange(there -> {
            if (there) {
                connected.countDown();
            }
        });
        if (store.isConnected()) {
            connected.countDown();
        }
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                connected.await();
                try {
                    announce(new NativeXen(store.ownDomain(), store, devices));
                    return;
                } catch (XenStoreException lost) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the own domain's id is unknown: {0}; trying again",
                            lost.getMessage());
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void announce(NativeXen xen) {
        if (!closed) {
            registration = register.apply(xen);
        }
    }

    @Override
    public void close() {
        withdraw();
        connection.close();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        devices.close();
        store.close();
    }

    private synchronized void withdraw() {
        closed = true;
        if (registration != null) {
            registration.unregister();
        }
    }
}
