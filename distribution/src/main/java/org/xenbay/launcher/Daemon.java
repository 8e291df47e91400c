// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;

/** The framework and its bundles. */
final class Daemon {
    private static final Logger LOG = System.getLogger(Daemon.class.getName());

    /** The property with the seconds that all bundles may take to stop. */
    private static final String STOP_SECONDS = "xenbay.stop.seconds";

    private static final String USUAL_STOP_SECONDS = "10";

    /** Time for each further bundle, after one has not stopped. */
    private static final long STOP_EACH_MILLIS = 2_000;

    /** How long the framework may take then. */
    private static final long STOP_REST_MILLIS = 10_000;

    /** The folder below bundle/ of bundles for the embedded Xen only. */
    private static final String DEMONSTRATION = "demonstration";

    private static final String XEN = "org.xenbay.api.xen.Xen";
    private static final String EMBEDDED = "(xen.hypervisor=embedded)";

    /** Service that is called at SIGINT, and returns whether it has handled the signal. */
    private static final String INTERRUPT = "(xenbay.interrupt=true)";

    private final Framework framework;
    private final long stopMillis;

    /** Whether everything that had to be stopped has been. */
    @GuardedBy("this")
    private boolean stopped;

    private Daemon(Framework framework, long stopMillis) {
        this.framework = framework;
        this.stopMillis = stopMillis;
    }

    private static long stopMillis(Map<String, String> properties) throws StartException {
        String seconds = properties.getOrDefault(STOP_SECONDS, USUAL_STOP_SECONDS);
        if (!seconds.matches("[1-9][0-9]{0,3}")) {
            throw new StartException("etc/config.properties: " + STOP_SECONDS + "=" + seconds
                    + " is no number of seconds from 1 to 9999");
        }
        return TimeUnit.SECONDS.toMillis(Integer.parseInt(seconds));
    }

    /**
     * Starts the framework, then every bundle of bundle/ and of the shell's folder, and those of the demonstration if the
     * embedded Xen runs.
     *
     * @param settings the folders and the shell
     * @param properties of the framework, from etc/config.properties
     * @throws StartException when a bundle does not start
     */
    static Daemon start(Settings settings, Map<String, String> properties) throws IOException, StartException {
        long stopMillis = stopMillis(properties);
        Map<String, Object> configuration = new HashMap<>(properties);
        FrameworkLog log = new FrameworkLog();
        configuration.put("felix.log.logger", log);
        configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(BundleFolder.MAX_LEVEL));
        Framework framework = new FrameworkFactory().newFramework(configuration);
        Daemon daemon = new Daemon(framework, stopMillis);
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::stop, "xenbay-stop"));
        try {
            framework.init(log);
            framework
                    .getBundleContext()
                    .registerService(
                            new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
                            new BundleLogs(),
                            null);
            daemon.startBundles(settings);
            return daemon;
        } catch (BundleException failed) {
            daemon.stop();
            throw new StartException("the OSGi framework does not start: " + failed.getMessage(), failed);
        } catch (IOException | StartException | RuntimeException failed) {
            daemon.stop();
            throw failed;
        }
    }

    private void startBundles(Settings settings) throws BundleException, IOException, StartException {
        Path folder = settings.home().resolve("bundle");
        List<Bundle> demonstration = install(folder.resolve(DEMONSTRATION));
        List<Bundle> bundles = new ArrayList<>(install(folder));
        bundles.addAll(install(folder.resolve(settings.shell().folder())));
        framework.start();
        BundleFolder.start(bundles);
        if (hasEmbeddedXen()) {
            BundleFolder.start(demonstration);
        } else {
            BundleFolder.uninstall(demonstration);
        }
    }

    private List<Bundle> install(Path folder) throws IOException, StartException {
        return new BundleFolder(folder).install(framework.getBundleContext());
    }

    /** Tells whether the embedded Xen runs: its bundle decides at its start, and all bundles of bundle/ have been started. */
    private boolean hasEmbeddedXen() {
        try {
            return framework.getBundleContext().getAllServiceReferences(XEN, EMBEDDED) != null;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return whether the shell that takes lines was running a command, which is interrupted now. By any thread. */
    boolean interruptCommand() {
        BundleContext context = framework.getBundleContext();
        return context != null && interruptCommand(context);
    }

    private static boolean interruptCommand(BundleContext context) {
        try {
            boolean done = false;
            for (ServiceReference<BooleanSupplier> shell :
                    context.getServiceReferences(BooleanSupplier.class, INTERRUPT)) {
                BooleanSupplier interrupt = context.getService(shell);
                done |= interrupt != null && interrupt.getAsBoolean();
            }
            return done;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    /** Waits until the framework stops: by a signal, the shell's end, or a command. */
    void awaitEnd() throws InterruptedException {
        int event;
        do {
            event = framework.waitForStop(0).getType();
        } while (event == FrameworkEvent.STOPPED_UPDATE || event == FrameworkEvent.STOPPED_SYSTEM_REFRESHED);
    }

    /**
     * Stops the bundles and the framework; {@link BundleFolder} says in which order. A bundle whose code does not return delays the
     * others, for a bounded time. Returns when that is done, also for later callers.
     */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        boolean runs = framework.getState() == Bundle.ACTIVE;
        long start = System.nanoTime();
        if (runs) {
            LOG.log(Level.INFO, "stopping");
        }
        stopBundles();
        stopped = true;
        if (runs) {
            LOG.log(Level.INFO, "stopped within " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
        }
    }

    private void stopBundles() {
        try {
            framework.stop();
            if (framework.waitForStop(stopMillis).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                stopOthers();
            }
        } catch (BundleException failed) {
            LOG.log(Level.ERROR, "the framework does not stop", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops each bundle separately: the framework would wait for a bundle that does not stop, while others have devices to hand
     * over to the next daemon.
     */
    private void stopOthers() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_REST_MILLIS);
        for (Bundle bundle : stopOrder()) {
            if (bundle.getState() == Bundle.RESOLVED || bundle.getState() == Bundle.INSTALLED) {
                continue;
            }
            if (System.nanoTime() - deadline >= 0) {
                break;
            }
            Thread thread = new Thread(() -> stop(bundle), "xenbay-stop-" + bundle.getSymbolicName());
            thread.setDaemon(true);
            thread.start();
            thread.join(STOP_EACH_MILLIS);
            if (thread.isAlive()) {
                // When the process ends without a signal, the log is already closed.
                System.err.println("xenbay: " + bundle.getSymbolicName() + " does not stop: its code does not return");
            }
        }
    }

    /** @return all but the framework itself, in the order in which it stops them; none when it has just stopped */
    private List<Bundle> stopOrder() {
        try {
            BundleContext context = framework.getBundleContext();
            return context == null ? List.of() : inOrder(context.getBundles());
        } catch (IllegalStateException over) {
            return List.of();
        }
    }

    private static List<Bundle> inOrder(Bundle... bundles) {
        return Stream.of(bundles)
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                .sorted(Comparator.comparing(Daemon::level)
                        .thenComparing(Bundle::getBundleId)
                        .reversed())
                .toList();
    }

    private static int level(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException failed) {
            LOG.log(Level.WARNING, bundle.getSymbolicName() + " does not stop in order", failed);
        }
    }
}
