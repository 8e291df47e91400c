package org.xenbay.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Takes the framework's own messages into the log. */
final class FrameworkLog extends Logger {
    private final System.Logger log = System.getLogger("org.apache.felix.framework");

    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        System.Logger.Level mapped = switch (level) {
            case LOG_ERROR -> System.Logger.Level.ERROR;
            case LOG_WARNING -> System.Logger.Level.WARNING;
            case LOG_INFO -> System.Logger.Level.INFO;
            default -> System.Logger.Level.DEBUG;
        };
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
}
