// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

/** The client's own exit codes; the daemon's are 0 for success and 1 for a failed command. */
final class ExitCode {
    /** The daemon belongs to another user. */
    static final int FORBIDDEN = 1;

    /** The client was called wrongly. */
    static final int USAGE = 2;

    /** No daemon answers. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
