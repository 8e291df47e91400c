// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.TerminalAbi;
import org.xenbay.nativexen.libc.TerminalCalls;

/**
 * Keeps a terminal in raw mode, so that every byte passes unchanged and without an echo. An echo would send the guest's output
 * back into the guest, where a shell could run it as commands.
 *
 * <p>Every program that opens the slave may change the terminal's flags, and may end without restoring them. Therefore the
 * flags are locked in the kernel, and changes by other programs have no effect. If this process lacks the privilege to lock
 * them (CAP_SYS_ADMIN), and after a hang-up, which sets the kernel's defaults, {@link #check} detects the change. Used under
 * the terminal's lock.
 */
final class RawMode {

    private static final Logger LOG = System.getLogger(RawMode.class.getName());

    private final PtyPair pair;
    private final TerminalLock lock;
    private final Memory termios = Descriptors.zeroed(TerminalAbi.TERMIOS_SIZE);
    private boolean reported;

    /** The result of {@link #check}. */
    enum Finding {
        /** The terminal is raw. */
        RAW,
        /** The terminal was not raw, and is raw now; no input was echoed. */
        MENDED,
        /** The terminal echoed, and is raw now: bytes that can be read from the master may be the guest's own output. */
        ECHOED
    }

    RawMode(PtyPair pair, TerminalLock lock) {
        this.pair = pair;
        this.lock = lock;
    }

    /** Checks the terminal, and restores raw mode if necessary. Takes one system call if the terminal is raw. */
    Finding check() throws IOException {
        CallException.checked(TerminalCalls.tcgetattr(pair.master(), termios), "tcgetattr");
        int local = termios.getInt(TerminalAbi.TERMIOS_LFLAG);
        boolean raw = (local & TerminalAbi.COOKED_LFLAGS) == 0
                && (termios.getInt(TerminalAbi.TERMIOS_IFLAG) & TerminalAbi.COOKED_IFLAGS) == 0
                && (termios.getInt(TerminalAbi.TERMIOS_OFLAG) & TerminalAbi.OPOST) == 0;
        if (raw) {
            return Finding.RAW;
        }
        enforce();
        boolean echoed = (local & (TerminalAbi.ECHO | TerminalAbi.ECHONL)) != 0;
        if (echoed) {
            // Discards echoes that the kernel has not put into the master's queue yet. Fails on a slave that was hung
            // up.
            CallException.checked(
                    TerminalCalls.tcflush(pair.slave(), TerminalAbi.TCIFLUSH), "tcflush of " + pair.slavePath());
        }
        report(echoed);
        return echoed ? Finding.ECHOED : Finding.MENDED;
    }

    private void report(boolean echoed) {
        if (!reported) {
            reported = true;
            LOG.log(
                    Level.WARNING,
                    "a program left " + pair.slavePath() + " in a mode that is not raw; it is raw again"
                            + (echoed ? ", and what was echoed to the guest is discarded" : ""));
        }
    }

    /** Sets raw mode and locks it. */
    void enforce() throws IOException {
        lock.set(pair.master(), termios, false);
        CallException.checked(TerminalCalls.tcgetattr(pair.master(), termios), "tcgetattr");
        TerminalCalls.cfmakeraw(termios);
        CallException.checked(TerminalCalls.tcsetattr(pair.master(), TerminalAbi.TCSANOW, termios), "tcsetattr");
        lock.set(pair.master(), termios, true);
    }
}
