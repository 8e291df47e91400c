// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

/** The client's own exit codes; the others come from the daemon: 0 done, 1 the command failed. */
final class ExitCode {
    /** The daemon belongs to another user. */
    static final int FORBIDDEN = 1;

    /** The client was called wrongly. */
    static final int USAGE = 2;

    /** No daemon answers. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
