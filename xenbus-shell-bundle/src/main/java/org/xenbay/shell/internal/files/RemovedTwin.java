// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.io.File;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Has a {@code .cfg} read again when the {@code .config} beside it is removed, or the other way round: File Install removes the
 * configuration with the one file, and does not look at the other, which has not changed.
 */
@Component
public final class RemovedTwin implements ConfigurationListener {

    private static final Logger LOG = System.getLogger(RemovedTwin.class.getName());

    /** Empty where there is none. */
    private final String folder;

    private final ArtifactInstaller reader;

    /**
     * @param context for the folder
     * @param reader File Install's own, for configurations
     */
    @Activate
    public RemovedTwin(
            BundleContext context,
            @Reference(target = "(objectClass=org.osgi.service.cm.ConfigurationListener)") ArtifactInstaller reader) {
        String property = context.getProperty(ConfigurationFiles.FOLDER);
        this.folder = property == null ? "" : property;
        this.reader = reader;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() != ConfigurationEvent.CM_DELETED || folder.isEmpty()) {
            return;
        }
        for (String ending : List.of(".config", ".cfg")) {
            Path twin = Path.of(folder, event.getPid() + ending);
            if (Files.exists(twin)) {
                read(twin.toFile());
                return;
            }
        }
    }

    private void read(File file) {
        try {
            reader.install(file);
            LOG.log(Level.INFO, file + " is read again: the file beside it is gone");
        } catch (Exception unreadable) { // whatever File Install's method throws
            LOG.log(Level.WARNING, file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
