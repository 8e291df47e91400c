// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * Notes a console's state for the process that takes over after a kill. Without persistent memory it notes nothing. On the
 * device's executor, unless a method says otherwise.
 */
public final class ConsoleJournal {

    /**
     * The journals that it writes.
     *
     * @param earlier the predecessor's, which is valid until the own one is complete
     */
    private record Journals(
            TwoSlotJournal<OutputJournal> slots,
            OutputJournal own,
            @Nullable OutputJournal earlier) {}

    /** Null without persistent memory. */
    private volatile @Nullable Journals journals;

    /**
     * Starts the notes. To be called before the guest is connected and before readers are added.
     *
     * @param persistent the device's journals
     * @param succeeds whether a predecessor's journal is valid until the own one is complete
     */
    public void open(TwoSlotJournal<OutputJournal> persistent, boolean succeeds) {
        OutputJournal earlier = succeeds ? persistent.current().orElse(null) : null;
        journals = new Journals(persistent, persistent.next(), earlier);
    }

    /** @return whether the console survives a kill */
    public boolean isOpen() {
        return journals != null;
    }

    /** The guest connects, or its connection is adopted: the journal is valid from now on. */
    void begin(String connection, OutputBuffer output, int ringIndex) {
        Journals both = journals;
        if (both != null) {
            both.own().begin(connection, output, ringIndex);
            both.slots().complete(both.own());
            journals = new Journals(both.slots(), both.own(), null);
        }
    }

    /** @return the journal that output is written to before the ring's index moves; null without persistent memory */
    @Nullable
    OutputJournal output() {
        Journals both = journals;
        return both == null ? null : both.own();
    }

    /**
     * A reader has got all output before a position. From any thread.
     *
     * @param reader one of {@link org.xenbay.backend.console.handover.Readers}
     * @param position of the next byte that it gets
     * @param midLine whether the byte before was not the end of a line
     */
    public void reached(String reader, long position, boolean midLine) {
        note(journal -> journal.reached(reader, position, midLine));
    }

    /**
     * A piece of the log is about to be written. From any thread.
     *
     * @param position of its first byte
     * @param fileSize size of the file before it
     */
    public void logging(long position, long fileSize) {
        note(journal -> journal.logging(position, fileSize));
    }

    /** Writes to both journals, because either may be the valid one after a kill. */
    private void note(Consumer<OutputJournal> fact) {
        Journals both = journals;
        if (both == null) {
            return;
        }
        if (both.earlier() != null) {
            fact.accept(both.earlier());
        }
        fact.accept(both.own());
    }

    /**
     * The console has another terminal.
     *
     * @param token of the terminal, for the next process; null without a terminal, or for a terminal without a token
     */
    public void terminal(@Nullable String token) {
        OutputJournal own = output();
        if (own != null) {
            own.terminal(token);
        }
    }
}
