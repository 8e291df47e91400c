// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.vnc.encoding.PixelFormat;

/**
 * The notes of one viewer, in memory that outlasts this process. Each change is one store that commits, so a kill leaves the state
 * before it or after it. From any thread.
 */
final class ViewerJournal implements ViewerNotes {

    /** Bytes of memory that a journal needs. */
    static final int SIZE = ViewerFields.layout().size();

    private static final JournalHeader.Form FORM = new JournalHeader.Form("a viewer's journal", 0x5642_5631, 1);

    private final JournalMemory memory;
    private final JournalHeader header;

    /** Gives the memory to another viewer. */
    private final Runnable free;

    /** Whether the memory is another object's now. */
    @GuardedBy("this")
    private boolean left;

    /**
     * Does not change the memory.
     *
     * @param bytes direct, at least {@link #SIZE}
     * @param atCommit called before and after each store that commits
     * @param free called when the viewer has ended
     */
    ViewerJournal(ByteBuffer bytes, Runnable atCommit, Runnable free) {
        this.memory = ViewerFields.layout().over(bytes, atCommit);
        this.header = new JournalHeader(memory, FORM);
        this.free = free;
    }

    /** Begins with a viewer that has just got its first size. The magic number is stored last. */
    synchronized void begin(String screen, String token, Admission admission, Painting.Size size) {
        header.begin(screen);
        ViewerFields.clear(memory);
        ViewerFields.ADMISSION.set(memory, admission.ordinal());
        ViewerFields.SIZE_TOLD.set(memory, ViewerFields.packed(size.width(), size.height()));
        ViewerFields.TOKEN.commit(memory, token);
        ViewerFields.FORMAT.commit(memory, ViewerFields.hex(PixelFormat.SERVER));
        ViewerFields.ABILITIES.commit(memory, Abilities.NONE.toText());
        header.complete();
    }

    /** @return whether a viewer's journal is here, of any screen and version */
    synchronized boolean isWhole() {
        return header.isWhole();
    }

    /** @return how the viewer's connection is taken from the store */
    synchronized String token() {
        return header.isOfThisVersion() ? ViewerFields.TOKEN.get(memory) : "";
    }

    /** The connection has another token in this process. */
    synchronized void token(String now) {
        if (!left) {
            ViewerFields.TOKEN.commit(memory, now);
        }
    }

    /** @return whether the viewer got a part of a message, or gave a part of one, when the process ended */
    synchronized boolean isTorn() {
        return ViewerFields.SENDING.get(memory) != 0 || ViewerFields.TAKING.get(memory) != 0;
    }

    /**
     * @param screen what is shown now
     * @return how the viewer has shown that it may look
     * @throws IOException when the journal is another screen's, another version's, or damaged
     */
    synchronized Admission admission(String screen) throws IOException {
        try {
            if (!header.isOf(screen)) {
                throw new IOException("it looked at another screen, or at another address");
            }
        } catch (RefusedStateException otherVersion) {
            throw new IOException(otherVersion.getMessage(), otherVersion);
        }
        return ViewerFields.admission(memory);
    }

    /** @throws IOException when the journal is damaged */
    synchronized ViewerState state() throws IOException {
        return ViewerFields.state(memory);
    }

    /** @return the keys that the viewer held down */
    synchronized Set<Integer> keysDown() {
        return header.isOfThisVersion() ? ViewerFields.down(memory) : Set.of();
    }

    /** The keys that the viewer held down are released. */
    synchronized void allReleased() {
        if (!left) {
            ViewerFields.down(memory).forEach(code -> ViewerFields.down(memory, code, false));
        }
    }

    @Override
    public synchronized void format(PixelFormat now) {
        if (!left) {
            ViewerFields.FORMAT.commit(memory, ViewerFields.hex(now));
        }
    }

    @Override
    public synchronized void abilities(Abilities now) {
        if (!left) {
            ViewerFields.ABILITIES.commit(memory, now.toText());
        }
    }

    @Override
    public synchronized void set(Fact fact, boolean now) {
        int before = ViewerFields.FACTS.get(memory);
        int bit = ViewerFields.bit(fact);
        int after = now ? before | bit : before & ~bit;
        if (!left && after != before) {
            ViewerFields.FACTS.commit(memory, after);
        }
    }

    @Override
    public synchronized void size(int width, int height) {
        int told = ViewerFields.packed(width, height);
        if (!left && ViewerFields.SIZE_TOLD.get(memory) != told) {
            ViewerFields.SIZE_TOLD.commit(memory, told);
        }
    }

    @Override
    public synchronized void queued(byte[] message) {
        if (!left) {
            ViewerFields.queue(memory, message);
        }
    }

    @Override
    public synchronized void sending() {
        if (!left) {
            ViewerFields.SENDING.commit(memory, 1);
        }
    }

    @Override
    public synchronized void sent(int messages) {
        if (!left && messages > 0) {
            ViewerFields.FIRST_MESSAGE.commit(memory, ViewerFields.FIRST_MESSAGE.get(memory) + messages);
        }
        if (!left && ViewerFields.SENDING.get(memory) != 0) {
            ViewerFields.SENDING.commit(memory, 0);
        }
    }

    @Override
    public synchronized void takingPart(boolean now) {
        if (!left) {
            ViewerFields.TAKING.commit(memory, now ? 1 : 0);
        }
    }

    @Override
    public synchronized void pressing(List<InputEvent> frame) {
        for (InputEvent event : frame) {
            if (!left && event instanceof Key key && key.pressed()) {
                ViewerFields.down(memory, key.code(), true);
            }
        }
    }

    @Override
    public synchronized void released(List<InputEvent> frame) {
        Map<Integer, Boolean> last = new LinkedHashMap<>();
        for (InputEvent event : frame) {
            if (event instanceof Key key) {
                last.put(key.code(), key.pressed());
            }
        }
        for (Map.Entry<Integer, Boolean> key : last.entrySet()) {
            if (!left && !key.getValue()) {
                ViewerFields.down(memory, key.getKey(), false);
            }
        }
    }

    /** Nothing is written any more: a successor continues with the memory as it is. */
    synchronized void leave() {
        left = true;
    }

    /** The viewer has ended, and another one may have the memory. */
    void end() {
        synchronized (this) {
            if (left) {
                return;
            }
            header.close();
            left = true;
        }
        free.run();
    }
}
