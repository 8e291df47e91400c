// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.journal.JournalMemory;

/**
 * Notes, in memory that outlasts this process, whether a connection's command was sent to the TPM and has no response yet. A
 * command must not be carried out twice, because it may extend a register or count an attempt.
 */
final class CommandNote {

    private static final int NONE = 0;
    private static final int AT = 0;

    /** Null where no memory outlasts the process. */
    private final @Nullable JournalMemory memory;

    /** Stands for the connection; odd, so that it differs from {@link #NONE}. */
    private final int connection;

    private CommandNote(@Nullable JournalMemory memory, int connection) {
        this.memory = memory;
        this.connection = connection;
    }

    /** @param fingerprint the connection's */
    static CommandNote of(DeviceContext device, String fingerprint) {
        JournalMemory memory = device.persistentMemory("command", Integer.BYTES)
                .map(bytes -> new JournalMemory(bytes, device.atCommit()))
                .orElse(null);
        return new CommandNote(memory, fingerprint.hashCode() | 1);
    }

    /** @return whether an earlier process may have sent the command in the page to the TPM */
    boolean mayBeGiven() {
        return memory == null || memory.number(AT) == connection;
    }

    void given() {
        set(connection);
    }

    void answered() {
        set(NONE);
    }

    private void set(int value) {
        if (memory != null) {
            memory.commit(AT, value);
        }
    }
}
