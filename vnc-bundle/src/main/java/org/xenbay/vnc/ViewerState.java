// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xenbay.vnc.encoding.PixelFormat;

/**
 * How far a predecessor has come with a viewer.
 *
 * @param format the viewer's
 * @param abilities what it knows
 * @param facts what is true of it
 * @param messages that wait to be sent, oldest first
 * @param size of the viewer's picture
 */
record ViewerState(
        PixelFormat format, Abilities abilities, Set<Fact> facts, List<byte[]> messages, Painting.Size size) {

    /** A viewer that has got its first size. */
    static ViewerState first(Painting.Size size) {
        return new ViewerState(PixelFormat.SERVER, Abilities.NONE, EnumSet.noneOf(Fact.class), List.of(), size);
    }

    boolean is(Fact fact) {
        return facts.contains(fact);
    }
}
