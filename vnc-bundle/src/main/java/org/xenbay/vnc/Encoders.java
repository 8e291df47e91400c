// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.vnc.encoding.Encoder;
import org.xenbay.vnc.encoding.HextileEncoder;
import org.xenbay.vnc.encoding.RawEncoder;
import org.xenbay.vnc.encoding.TightEncoder;
import org.xenbay.vnc.encoding.ZrleEncoder;

/**
 * The encoders of one viewer. Those that compress last as long as the connection: the viewer goes on with their streams when it
 * returns to an encoding. Of one thread.
 */
final class Encoders implements AutoCloseable {

    private final boolean tightContinues;
    private final boolean zrleContinues;
    private @Nullable TightEncoder tight;
    private @Nullable ZrleEncoder zrle;

    /** @param facts say which streams a predecessor has begun */
    Encoders(Set<Fact> facts) {
        this.tightContinues = facts.contains(Fact.TIGHT_BEGUN);
        this.zrleContinues = facts.contains(Fact.ZRLE_BEGUN);
    }

    /** @return the encoder of a viewer's first choice */
    Encoder of(Abilities abilities) {
        return switch (abilities.encoding()) {
            case TightEncoder.NUMBER -> tight(abilities);
            case ZrleEncoder.NUMBER -> zrle(abilities);
            case HextileEncoder.NUMBER -> new HextileEncoder();
            default -> new RawEncoder();
        };
    }

    private Encoder tight(Abilities abilities) {
        TightEncoder encoder = tight;
        if (encoder == null) {
            encoder = new TightEncoder(abilities.compression(), tightContinues);
            tight = encoder;
        }
        encoder.setQuality(abilities.quality());
        return encoder;
    }

    private Encoder zrle(Abilities abilities) {
        ZrleEncoder encoder = zrle;
        if (encoder == null) {
            encoder = new ZrleEncoder(abilities.compression(), zrleContinues);
            zrle = encoder;
        }
        return encoder;
    }

    /** Notes the streams that have begun: the viewer gets all that was encoded. */
    void note(ViewerNotes notes) {
        if (tight != null && tight.isBegun()) {
            notes.set(Fact.TIGHT_BEGUN, true);
        }
        if (zrle != null && zrle.isBegun()) {
            notes.set(Fact.ZRLE_BEGUN, true);
        }
    }

    @Override
    public void close() {
        if (tight != null) {
            tight.close();
        }
        if (zrle != null) {
            zrle.close();
        }
    }
}
