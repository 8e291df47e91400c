// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.settings.DaemonFolder;

/**
 * Reads a {@code .cfg} again when the {@code .config} beside it is removed, or the reverse: File Install removes the
 * configuration together with one file, and does not read the other file, which has not changed.
 *
 * <p>Declarative Services ignores a configuration that is created again before it has handled the removal. Configuration Admin
 * delivers events one after the other. Therefore this class causes an event with its own configuration, and reads the file when
 * it gets that event.
 */
@Component
public final class ConfigurationFallback implements ConfigurationListener {

    private static final Logger LOG = System.getLogger(ConfigurationFallback.class.getName());

    private static final String TRIGGER_PID = "org.xenbay.shell.reload-trigger";

    /** Empty without a folder. */
    private final String folder;

    private final ArtifactInstaller reader;
    private final ConfigurationAdmin configurations;
    private final Queue<Path> pending = new ConcurrentLinkedQueue<>();

    /**
     * @param context has the folder's property
     * @param reader File Install's reader of configurations
     * @param configurations for the configuration that causes the event
     */
    @Activate
    public ConfigurationFallback(
            BundleContext context,
            @Reference(target = "(objectClass=org.osgi.service.cm.ConfigurationListener)") ArtifactInstaller reader,
            @Reference ConfigurationAdmin configurations) {
        String property = context.getProperty(DaemonFolder.CONFIGURATION.property());
        this.folder = property == null ? "" : property;
        this.reader = reader;
        this.configurations = configurations;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        boolean own = event.getPid().equals(TRIGGER_PID);
        if (own && event.getType() == ConfigurationEvent.CM_UPDATED) {
            change(Configuration::delete);
            for (Path file = pending.poll(); file != null; file = pending.poll()) {
                read(file.toFile());
            }
        } else if (!own && event.getType() == ConfigurationEvent.CM_DELETED && !folder.isEmpty()) {
            Stream.of(".config", ".cfg")
                    .map(ending -> Path.of(folder, event.getPid() + ending))
                    .filter(Files::exists)
                    .findFirst()
                    .ifPresent(other -> {
                        pending.add(other);
                        change(trigger -> trigger.update(new Hashtable<>(Map.of("file", other.toString()))));
                    });
        }
    }

    /** Creates or removes the configuration that triggers the event. */
    @FunctionalInterface
    private interface Change {
        void make(Configuration trigger) throws IOException;
    }

    private void change(Change change) {
        try {
            change.make(configurations.getConfiguration(TRIGGER_PID, "?"));
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "files of " + folder + " are not read again: " + failed.getMessage());
        }
    }

    private void read(File file) {
        try {
            reader.install(file);
            LOG.log(Level.INFO, file + " is read again: the file beside it is gone");
        } catch (Exception unreadable) { // reflection passes on any exception of File Install's method
            LOG.log(Level.WARNING, file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
