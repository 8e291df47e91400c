// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingInputStream;
import org.xenbay.api.command.CommandTerminal;

/** The interactive shell's terminal. Loaded only in a session that has one: the terminal library is optional. */
public final class JlineTerminal implements CommandTerminal {
    private final Terminal terminal;
    private final NonBlockingInputStream input;

    private JlineTerminal(Terminal terminal, NonBlockingInputStream input) {
        this.terminal = terminal;
        this.input = input;
    }

    /**
     * @param session an interactive shell's session
     * @return its terminal
     * @throws IllegalStateException when its terminal cannot be read key by key
     */
    public static CommandTerminal of(CommandSession session) {
        Terminal terminal = (Terminal) session.get(".terminal");
        InputStream input = terminal.input();
        if (input instanceof NonBlockingInputStream keys) {
            return new JlineTerminal(terminal, keys);
        }
        throw new IllegalStateException("this terminal (" + terminal.getType() + ") cannot be read key by key");
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public int read(byte[] buffer, long millis) throws IOException {
        int key = input.read(millis);
        if (key == NonBlockingInputStream.READ_EXPIRED) {
            return 0;
        }
        if (key < 0) {
            return END;
        }
        buffer[0] = (byte) key;
        return 1;
    }

    @Override
    public Raw enterRaw() throws IOException {
        Attributes before = terminal.enterRawMode();
        Attributes raw = new Attributes(terminal.getAttributes());
        raw.setLocalFlags(EnumSet.of(LocalFlag.ISIG), false);
        raw.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.IXON), false);
        raw.setOutputFlags(EnumSet.of(OutputFlag.OPOST), false);
        terminal.setAttributes(raw);
        return () -> terminal.setAttributes(before);
    }
}
