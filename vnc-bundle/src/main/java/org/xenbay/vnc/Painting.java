// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.vnc.encoding.Bytes;
import org.xenbay.vnc.encoding.Encoder;
import org.xenbay.vnc.encoding.PixelFormat;

/**
 * Makes the updates of one viewer. What is sent is read at the moment when it is sent, and noted as it was read, so that nothing
 * is lost while the guest draws. Of one thread; the size may be asked by any.
 */
final class Painting implements AutoCloseable {

    private static final int FRAMEBUFFER_UPDATE = 0;
    private static final int BY_VIEWER = 1;
    private static final int PROHIBITED = 1;

    private final Look look;
    private final PictureReader reader;
    private final Survey survey;
    private final Scroll.Finder scrolls = new Scroll.Finder();
    private final Encoders encoders;
    private final Bytes out = new Bytes(1 << 12);

    private final ViewerNotes notes;
    private PixelFormat format;
    private Abilities abilities;
    private Encoder encoder;
    private SentPicture sent;
    private boolean toldKeys;
    private boolean toldLayout;
    private boolean stale;
    private int failures;
    private volatile Size size;

    /** The size of a picture. */
    record Size(int width, int height) {}

    /**
     * Begins with all of the picture.
     *
     * @param look gives it; it has been taken once
     * @param size what that said
     * @param state of the viewer, perhaps of a predecessor
     * @param notes gets what the viewer is told
     */
    Painting(Look look, Size size, ViewerState state, ViewerNotes notes) {
        this.look = look;
        this.notes = notes;
        this.reader = new PictureReader(look);
        this.survey = new Survey(reader);
        this.format = state.format();
        this.abilities = state.abilities();
        this.toldKeys = state.is(Fact.TOLD_KEYS);
        this.toldLayout = state.is(Fact.TOLD_LAYOUT);
        this.encoders = new Encoders(state.facts());
        this.encoder = encoders.of(abilities);
        this.size = size;
        this.sent = new SentPicture(state.size().width(), state.size().height());
        reader.resize(size.width(), size.height());
        sent.touchAll();
    }

    /** @return the picture's size; the viewer's may be another when it does not know how to change it */
    Size size() {
        return size;
    }

    /** @return whether the picture became another one while it was read, so that there is more to do */
    boolean isStale() {
        return stale;
    }

    /** @return whether an update was sent */
    boolean update(Requests.Turn turn, OutputStream to) throws IOException {
        stale = false;
        follow(turn);
        boolean said = announce(turn.refused());
        if (!said && !paint(to)) {
            return false;
        }
        out.writeTo(to);
        return true;
    }

    /** Notes what the viewer knows, once it has all that was sent. */
    void note() {
        notes.set(Fact.TOLD_KEYS, toldKeys);
        notes.set(Fact.TOLD_LAYOUT, toldLayout);
        notes.size(sent.width(), sent.height());
        encoders.note(notes);
    }

    private void follow(Requests.Turn turn) {
        if (format != turn.format()) {
            format = turn.format();
            sent.forgetAll();
        }
        if (!abilities.equals(turn.abilities())) {
            abilities = turn.abilities();
            encoder = encoders.of(abilities);
        }
        ScreenChange change = look.take();
        change.areas().forEach(sent::touch);
        if (change.width() != size.width() || change.height() != size.height()) {
            size = new Size(change.width(), change.height());
            reader.resize(change.width(), change.height());
            sent.touchAll();
        }
        if (turn.refresh() != null) {
            sent.forget(turn.refresh());
        }
    }

    /** Writes what is not pixels, in an update of its own: a size is the last thing of an update. */
    private boolean announce(boolean refused) {
        boolean resizes = abilities.resizes() || abilities.layouts();
        boolean other = resizes && (size.width() != sent.width() || size.height() != sent.height());
        boolean keys = abilities.scancodes() && !toldKeys;
        boolean layout = abilities.layouts() && (other || refused || !toldLayout);
        boolean plain = other && !layout;
        if (!keys && !layout && !plain) {
            return false;
        }
        if (other) {
            sent = new SentPicture(size.width(), size.height());
            sent.touchAll();
        }
        head((keys ? 1 : 0) + (layout || plain ? 1 : 0));
        if (keys) {
            toldKeys = true;
            rectangle(0, 0, 0, 0, Abilities.QEMU_KEYS);
        }
        if (layout) {
            toldLayout = true;
            layout(refused);
        } else if (plain) {
            rectangle(0, 0, size.width(), size.height(), Abilities.DESKTOP_SIZE);
        }
        stale = true;
        return true;
    }

    private void layout(boolean refused) {
        int reason = refused ? BY_VIEWER : 0;
        rectangle(reason, refused ? PROHIBITED : 0, sent.width(), sent.height(), Abilities.EXTENDED_DESKTOP_SIZE);
        out.u32(1 << 24).u32(0).u32(0).u16(sent.width()).u16(sent.height()).u32(0);
    }

    /** @return false when there is nothing to send */
    private boolean paint(OutputStream to) throws IOException {
        if (!sent.isDirty()) {
            return false;
        }
        Scroll scroll = abilities.copies() ? scrolls.find(sent, this::hash) : null;
        if (scroll != null) {
            for (int strip = scroll.first(); strip < scroll.end(); strip++) {
                sent.move(strip, scroll.top() - scroll.down(), scroll.top(), scroll.bottom() - scroll.top());
            }
        }
        List<Area> areas = survey.find(sent);
        // One try more; then the backend tells when there is a picture again.
        failures = areas == null ? failures + 1 : 0;
        stale = failures == 1;
        int count = (areas == null ? 0 : areas.size()) + (scroll == null ? 0 : 1);
        if (count == 0) {
            return false;
        }
        head(count);
        copy(scroll);
        for (Area area : areas == null ? List.<Area>of() : areas) {
            send(area);
            out.writeTo(to);
        }
        stale |= areas != null && sent.isDirty();
        return true;
    }

    private boolean hash(int strip, int top, int bottom, long[] hashes) {
        return reader.hash(sent, strip, top, bottom, hashes);
    }

    private void copy(@Nullable Scroll scroll) {
        if (scroll != null) {
            Area area = scroll.area(sent);
            rectangle(area.x(), area.y(), area.width(), area.height(), Abilities.COPY_RECT);
            out.u16(area.x()).u16(area.y() - scroll.down());
        }
    }

    private void send(Area area) {
        boolean whole = reader.read(area);
        int[] pixels = reader.pixels();
        int first = area.x() / SentPicture.STRIP;
        for (int row = 0; row < area.height(); row++) {
            int from = row * area.width();
            for (int strip = first; from < (row + 1) * area.width(); strip++) {
                if (whole) {
                    long hash = SentPicture.hash(pixels, from, sent.width(strip));
                    sent.sent(strip, area.y() + row, hash);
                } else {
                    sent.lost(strip, area.y() + row);
                }
                from += sent.width(strip);
            }
        }
        rectangle(area.x(), area.y(), area.width(), area.height(), encoder.number());
        encoder.encode(pixels, area.width(), area.height(), format, out);
    }

    private void head(int rectangles) {
        out.u8(FRAMEBUFFER_UPDATE).u8(0).u16(rectangles);
    }

    private void rectangle(int x, int y, int width, int height, int encoding) {
        out.u16(x).u16(y).u16(width).u16(height).u32(encoding);
    }

    @Override
    public void close() {
        look.close();
        encoders.close();
    }
}
