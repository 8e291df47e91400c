// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Xen;

/**
 * Connects the parts with the framework. Its bundle imports only the API, and no bundle is wired to it, so that it keeps
 * running during every update, including the core's.
 */
@Component(
        service = {},
        immediate = true)
public final class UpdateComponent {

    /** The framework's property with the seconds that code may take to start while devices wait for it. */
    private static final String START_SECONDS = "xenbay.update.start.seconds";

    private static final Logger LOG = System.getLogger(UpdateComponent.class.getName());

    private final AtomicReference<XenbusAdmin> admin = new AtomicReference<>();
    private final AtomicReference<Xen> xen = new AtomicReference<>();
    private final BundleContext framework;
    private final RollbackMonitor monitor;
    private final ServiceRegistration<LiveUpdate> registration;
    private final @Nullable ServiceRegistration<Deployment> deployment;
    private final ServiceRegistration<?> hooks;
    private final @Nullable DeployService deployed;

    /**
     * @param context of this bundle
     * @param runtime reports components that fail
     * @throws IOException when the folder for copies of bundles cannot be made
     */
    @Activate
    public UpdateComponent(BundleContext context, @Reference ServiceComponentRuntime runtime) throws IOException {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext();
        Path folder = context.getDataFile("last-good").toPath();
        Files.createDirectories(folder);
        HungBundles hung = new HungBundles();
        hooks = hung.register(framework);
        LifecycleSteps steps =
                new LifecycleSteps(hung, startTimeout(context.getProperty(START_SECONDS)), LifecycleSteps.AT_FIRST);
        Replacement replacement = new Replacement(framework, steps);
        Components components = new Components(() -> runtime);
        Observer observer = new Observer(admin::get, this::isRemoved, components);
        monitor = new RollbackMonitor(folder, context.getBundle().getBundleId(), replacement, observer, admin::get);
        framework.addBundleListener(monitor);
        Updater updater = new Updater(framework, replacement, observer, monitor, hung);
        registration = context.registerService(LiveUpdate.class, updater, null);
        DeployedBundles bundles = new DeployedBundles(framework, replacement, updater, components, steps);
        Path deploy = DaemonFolder.DEPLOY.of(context::getProperty);
        deployed = deploy == null ? null : deployService(context, deploy, bundles, components, hung);
        if (deployed == null) {
            deployment = null;
        } else {
            deployment = context.registerService(Deployment.class, deployed, null);
            deployed.start();
        }
    }

    /**
     * @param seconds value of the framework's property, or null
     * @return the time that code may take to start; the default if the value is not a number of seconds
     */
    static Duration startTimeout(String seconds) {
        if (seconds != null && seconds.matches("[1-9][0-9]{0,3}")) {
            return Duration.ofSeconds(Integer.parseInt(seconds));
        } else if (seconds != null) {
            LOG.log(
                    Level.WARNING,
                    START_SECONDS + "=" + seconds + " is not used: it is no number of seconds from 1 to 9999; "
                            + Observer.TIMEOUT.toSeconds() + " is");
        }
        return Observer.TIMEOUT;
    }

    private DeployService deployService(
            BundleContext context, Path deploy, DeployedBundles bundles, Components components, HungBundles hung)
            throws IOException {
        Path run = DaemonFolder.RUN.of(context::getProperty);
        Path copies = run == null ? context.getDataFile("deployed").toPath() : run.resolve("deployed");
        DeployFolder deployFolder = new DeployFolder(deploy, copies);
        Deployer deployer = new Deployer(framework, deployFolder, bundles);
        return new DeployService(
                framework, deployFolder, deployer, new Overview(framework, admin::get, components, deployer, hung));
    }

    /** @param service the core; another one may replace it later */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setAdmin(XenbusAdmin service) {
        admin.set(service);
    }

    /** @param service the core, which goes */
    public void unsetAdmin(XenbusAdmin service) {
        admin.compareAndSet(service, null);
    }

    /** @param service the hypervisor; another one may replace it later */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setXen(Xen service) {
        xen.set(service);
    }

    /** @param service the hypervisor, which goes */
    public void unsetXen(Xen service) {
        xen.compareAndSet(service, null);
    }

    /**
     * Tells whether the toolstack has removed the device's backend directory, which the guest cannot do. While XenStore does
     * not answer, it counts as present.
     */
    private boolean isRemoved(DeviceId id) {
        Xen now = xen.get();
        try {
            return now != null && !now.store().exists(id.backendPath(now.ownDomain()));
        } catch (XenStoreException away) {
            return false;
        }
    }

    /**
     * A backend arrives.
     *
     * @param backend its service
     */
    @Reference(service = XenDevOps.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addBackend(ServiceReference<XenDevOps> backend) {
        Object types = backend.getProperty(XenDevOps.DEVICE_TYPE);
        if (types instanceof String[] several) {
            monitor.serves(backend.getBundle(), Set.of(several));
        } else if (types instanceof String one) {
            monitor.serves(backend.getBundle(), Set.of(one));
        }
    }

    /**
     * A backend leaves; its copy stays.
     *
     * @param backend its service
     */
    public void removeBackend(ServiceReference<XenDevOps> backend) {
        // its types are kept, because a successor has to serve them
    }

    /** Ends what this bundle started. */
    @Deactivate
    public void deactivate() {
        if (deployment != null) {
            deployment.unregister();
        }
        if (deployed != null) {
            deployed.close();
        }
        registration.unregister();
        framework.removeBundleListener(monitor);
        monitor.close();
        hooks.unregister();
    }
}
