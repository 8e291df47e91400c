// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleContext;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.update.DeployedBundles.Health;
import org.xenbay.update.jar.BundleFile;
import org.xenbay.update.jar.JarCheck;
import org.xenbay.update.jar.ProvidedCapabilities;
import org.xenbay.update.jar.RefusedJarException;

/** Scans the folder twice a second, and puts an operator's jar into it. */
final class DeployService implements Deployment, AutoCloseable {

    private static final long LOOK_MILLIS = 500;
    private static final long WAIT_NANOS = 20_000_000;

    private static final Logger LOG = System.getLogger(DeployService.class.getName());

    private final BundleContext framework;
    private final DeployFolder deployFolder;
    private final Deployer deployer;
    private final Overview overview;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("xenbay-deploy"));

    DeployService(BundleContext framework, DeployFolder deployFolder, Deployer deployer, Overview overview) {
        this.framework = framework;
        this.deployFolder = deployFolder;
        this.deployer = deployer;
        this.overview = overview;
    }

    /** Scans the folder, now and repeatedly. */
    void start() {
        look();
        deployer.tidy();
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Logs every exception: a failure of one bundle must not end the scans. */
    private void look() {
        try {
            deployer.look();
        } catch (Throwable defect) {
            LOG.log(Level.ERROR, "defect: the folder " + deployFolder.folder() + " is looked at again", defect);
        }
    }

    @Override
    public List<BundleView> bundles() {
        return overview.bundles();
    }

    @Override
    public String deploy(Path jar) {
        try {
            Path copy = deployFolder.copyOf(jar);
            try {
                BundleFile looked = JarCheck.check(copy, ProvidedCapabilities.of(framework));
                if (deployer.bundles().isOfPlatform(looked.name())) {
                    throw new IllegalArgumentException(
                            looked.name() + " is the platform's own; xenbay update replaces it");
                }
                synchronized (deployer) {
                    return deploy(copy, looked);
                }
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (RefusedJarException refused) {
            throw new IllegalArgumentException(jar + " is refused: " + refused.getMessage(), refused);
        } catch (IOException failed) {
            throw new IllegalArgumentException(
                    "cannot copy " + jar + " to " + deployFolder.folder() + ": " + failed, failed);
        }
    }

    private String deploy(Path copy, BundleFile looked) throws IOException {
        String name =
                deployer.bundles().of(looked.name()).map(DeployedBundle::file).orElse(looked.name() + ".jar");
        Path target = deployFolder.folder().resolve(name);
        Path before = deployFolder.proven(".before");
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.copy(target, before, StandardCopyOption.REPLACE_EXISTING);
        }
        deployFolder.publish(copy, name);
        long end = System.nanoTime() + Observer.TIMEOUT.toNanos();
        deployer.examineNow(name);
        Optional<String> why = awaitEnd(name, looked);
        if (why.isEmpty()) {
            Files.deleteIfExists(before);
            return serving(looked.name(), end);
        }
        if (replaces) {
            deployer.restored(name, deployFolder.publish(before, name));
            Files.deleteIfExists(before);
        } else {
            deployFolder.remove(name);
        }
        deployer.look();
        throw new IllegalStateException(looked + " does not work: " + why.get()
                + (replaces ? "; the jar before it is in the folder again" : "; it was taken out of the folder again"));
    }

    /** A guest may be the cause when its device is not taken over, so the bundle stays; the operator has to know. */
    private String serving(String name, long end) {
        while (overview.notTakenOver(name).isPresent()
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        String sentence = overview.sentence(name);
        if (overview.notTakenOver(name).isPresent()) {
            throw new IllegalStateException(
                    sentence + "; the bundle stays, and a device that it does not take over is closed");
        }
        return sentence;
    }

    /** @return why the bundle does not work; empty when it works */
    private Optional<String> awaitEnd(String file, BundleFile looked) {
        long end = System.nanoTime() + Observer.TIMEOUT.toNanos();
        while (true) {
            DeployedFile now = deployer.file(file);
            Optional<String> refusal = now == null ? Optional.of("it was removed") : now.refusal();
            DeployedBundle deployed = deployer.bundles().of(looked.name()).orElse(null);
            if (refusal.isPresent()) {
                return refusal;
            } else if (deployed == null) {
                return Optional.of("it is not installed");
            } else if (!deployed.file().equals(file)) {
                return Optional.of(deployed.content() + " of " + deployed.file() + " supersedes it");
            }
            Health health = deployer.bundles().health(deployed);
            boolean over = System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted();
            if (health == Health.GOOD) {
                return Optional.empty();
            } else if (health == Health.FAILED || over) {
                return deployer.bundles().trouble(deployed);
            }
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
