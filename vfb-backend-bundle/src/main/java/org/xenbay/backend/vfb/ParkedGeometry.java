// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.Map;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.ParkedForm;

/** The state that a framebuffer hands over to its successor: the picture's geometry. Version 1: a CRC-32, then the five numbers. */
final class ParkedGeometry {

    private static final ParkedForm FORM = new ParkedForm("framebuffer", 1, Long.BYTES);

    private ParkedGeometry() {}

    static Parked encode(Geometry geometry) {
        return FORM.encode(Map.of(), out -> {
            out.writeInt(geometry.width());
            out.writeInt(geometry.height());
            out.writeInt(geometry.stride());
            out.writeInt(geometry.depth());
            out.writeInt(geometry.offset());
        });
    }

    /** @throws org.xenbay.api.device.RefusedStateException when the state is of another version, or damaged */
    static Geometry decode(Parked parked) {
        return FORM.decode(
                parked, in -> new Geometry(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()));
    }
}
