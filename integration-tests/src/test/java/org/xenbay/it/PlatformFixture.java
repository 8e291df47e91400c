// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/** Tests on the distribution's bundles, with a folder and threads for guests. */
public abstract class PlatformFixture {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Inject
    BundleContext context;

    @Inject
    GuestFactory guests;

    FrontendThreads threads;
    Path folder;

    /** @return the distribution's bundles */
    @Configuration
    public Option[] configuration() {
        return Platform.configuration();
    }

    /** What guests need. */
    @Before
    public void makeFolder() throws Exception {
        folder = Platform.testFolder(context);
        threads = new FrontendThreads();
    }

    /** After the guests are gone. */
    @After
    public void endThreads() {
        threads.close();
    }

    /** Puts the backends into the folder that is watched. */
    Path fillDeployFolder() throws Exception {
        return Platform.fill(context);
    }

    XenbusAdmin admin() {
        return service(XenbusAdmin.class);
    }

    /** @throws IllegalStateException when it is not there now */
    <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        T service = reference == null ? null : context.getService(reference);
        if (service == null) {
            throw new IllegalStateException("there is no " + type.getSimpleName());
        }
        return service;
    }

    /** The command of that name that is registered now, if any. */
    Optional<Command> command(String name) throws Exception {
        return context.getServiceReferences(Command.class, null).stream()
                .map(context::getService)
                .filter(command -> command != null && command.spec().name().equals(name))
                .findFirst();
    }

    /** What a command shows in a pipe. */
    String shown(String name) throws Exception {
        Command command = command(name).orElseThrow(() -> new IllegalStateException("there is no command " + name));
        return String.valueOf(command.run(CommandCall.of(command.spec(), List.of(), CommandConsole.of(System.out))));
    }

    Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no bundle " + symbolicName));
    }

    void awaitBackend(String type) throws Exception {
        await(
                "the backend of " + type,
                () -> admin().backends().stream().anyMatch(view -> view.type().equals(type)));
    }

    /** Waits until a frontend is connected, and until the core has noted that: the handshake's last change. */
    void awaitConnected(DeviceId id, FrontendProbe probe) throws Exception {
        assertTrue("connected", probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
        await(
                "the core to note that " + id + " is connected",
                () -> admin().device(id).stream()
                        .map(DeviceView::transitions)
                        .filter(noted -> !noted.isEmpty())
                        .map(noted -> noted.get(noted.size() - 1))
                        .anyMatch(last ->
                                last.frontend() == XenbusState.CONNECTED && last.backend() == XenbusState.CONNECTED));
    }

    /** Waits until a condition is true; one that finds a service away is not. */
    void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come; devices: " + admin().devices());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static boolean isTrue(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IllegalStateException notThere) {
            return false;
        }
    }
}
