// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

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

    private @Nullable TightEncoder tight;
    private @Nullable ZrleEncoder zrle;

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
            encoder = new TightEncoder(abilities.compression());
            tight = encoder;
        }
        encoder.setQuality(abilities.quality());
        return encoder;
    }

    private Encoder zrle(Abilities abilities) {
        ZrleEncoder encoder = zrle;
        if (encoder == null) {
            encoder = new ZrleEncoder(abilities.compression());
            zrle = encoder;
        }
        return encoder;
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
