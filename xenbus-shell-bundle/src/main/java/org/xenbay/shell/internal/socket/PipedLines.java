// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.shell.internal.terminal.SessionConsole;

/** Notes for the launcher the exit code of the first line from a pipe that failed. */
@Component(service = CommandSessionListener.class)
public final class PipedLines implements CommandSessionListener {
    /** System property: the daemon's exit code, absent when no line failed. */
    static final String EXIT = "xenbay.exit";

    private final boolean plain;

    @Activate
    public PipedLines(BundleContext context) {
        this("plain".equalsIgnoreCase(context.getProperty("xenbay.shell")));
    }

    PipedLines(boolean plain) {
        this.plain = plain;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        // Only the end matters.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Object result) {
        // Not a failure.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception failure) {
        boolean isClients = session.get(SessionConsole.TERMINAL) != null;
        boolean isShellItself = line.toString().startsWith("gosh ");
        if (plain && !isClients && !isShellItself && System.getProperty(EXIT) == null) {
            int code = failure instanceof CommandFailure known ? known.exit() : CommandFailure.FAILED;
            System.setProperty(EXIT, Integer.toString(code));
        }
    }
}
