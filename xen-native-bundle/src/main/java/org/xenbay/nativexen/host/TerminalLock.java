// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.TerminalAbi;

/** Locks the modes of terminals, if this process has the privilege; a refusal is logged once for all terminals. */
final class TerminalLock {

    private static final Logger LOG = System.getLogger(TerminalLock.class.getName());
    private static final byte ALL_BITS = (byte) 0xFF;

    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * Locks all bits of the flag words, except those of the control word, which holds the speed.
     *
     * @param master descriptor of the terminal's master
     * @param termios memory for the call, which is overwritten
     */
    void set(int master, Memory termios, boolean on) {
        termios.clear();
        if (on) {
            for (int word :
                    new int[] {TerminalAbi.TERMIOS_IFLAG, TerminalAbi.TERMIOS_OFLAG, TerminalAbi.TERMIOS_LFLAG}) {
                termios.setMemory(word, Integer.BYTES, ALL_BITS);
            }
        }
        if (Libc.ioctl(master, TerminalAbi.TIOCSLCKTRMIOS, termios) < 0 && !refused.getAndSet(true)) {
            LOG.log(
                    Level.INFO,
                    "this process cannot lock terminals in raw mode, and looks at each use instead: "
                            + CallException.last("TIOCSLCKTRMIOS").getMessage());
        }
    }
}
