// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.lang.ref.WeakReference;
import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;

/** Writes the framework's own messages to the log, and its error events that no message reports. */
final class FrameworkLog extends Logger implements FrameworkListener {
    private final System.Logger log = System.getLogger("org.apache.felix.framework");
    private volatile WeakReference<Throwable> latest = new WeakReference<>(null);

    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        System.Logger.Level mapped = switch (level) {
            case LOG_ERROR -> System.Logger.Level.ERROR;
            case LOG_WARNING -> System.Logger.Level.WARNING;
            case LOG_INFO -> System.Logger.Level.INFO;
            default -> System.Logger.Level.DEBUG;
        };
        latest = new WeakReference<>(thrown);
        log.log(mapped, message, thrown);
    }

    @Override
    protected void doLog(
            Bundle bundle,
            @SuppressWarnings("rawtypes") ServiceReference reference,
            int level,
            String message,
            Throwable thrown) {
        doLog(level, bundle == null ? message : "bundle " + bundle.getSymbolicName() + ": " + message, thrown);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        Throwable thrown = event.getThrowable();
        if (thrown != null && thrown == latest.get()) {
            return;
        }
        String about = "bundle " + event.getBundle().getSymbolicName();
        if (event.getType() == FrameworkEvent.ERROR) {
            log.log(System.Logger.Level.ERROR, about, thrown);
        } else if (event.getType() == FrameworkEvent.WARNING) {
            log.log(System.Logger.Level.WARNING, about, thrown);
        }
    }
}
