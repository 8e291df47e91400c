// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenbay.vnc.encoding.HextileEncoder;
import org.xenbay.vnc.encoding.RawEncoder;
import org.xenbay.vnc.encoding.TightEncoder;
import org.xenbay.vnc.encoding.ZrleEncoder;

/**
 * What a viewer has said that it knows (RFC 6143, 7.5.2; numbers of extensions: rfbproto).
 *
 * @param encoding the first in its list that this server has
 * @param copies whether it moves parts of its picture
 * @param resizes whether its picture may get another size
 * @param layouts whether it knows sizes by screens, ExtendedDesktopSize
 * @param scancodes whether it can send keys by their place
 * @param fences whether it answers and sends fences
 * @param continuous whether it can do without requests
 * @param compression 1 to 9
 * @param quality of JPEG, 0 to 9; -1 when there is to be none
 */
record Abilities(
        int encoding,
        boolean copies,
        boolean resizes,
        boolean layouts,
        boolean scancodes,
        boolean fences,
        boolean continuous,
        int compression,
        int quality) {

    static final int COPY_RECT = 1;
    static final int DESKTOP_SIZE = -223;
    static final int EXTENDED_DESKTOP_SIZE = -308;
    static final int QEMU_KEYS = -258;
    static final int FENCE = -312;
    static final int CONTINUOUS_UPDATES = -313;
    private static final int COMPRESSION_0 = -256;
    private static final int QUALITY_0 = -32;

    /** A viewer that has not said anything yet. */
    static final Abilities NONE = new Abilities(RawEncoder.NUMBER, false, false, false, false, false, false, 2, -1);

    private static final Pattern TEXT = Pattern.compile("(0|5|7|16),([01]{6}),([1-9]),(-1|[0-9])");

    /** @return as a journal has them */
    String toText() {
        String said = Stream.of(copies, resizes, layouts, scancodes, fences, continuous)
                .map(each -> each ? "1" : "0")
                .collect(Collectors.joining());
        return encoding + "," + said + "," + compression + "," + quality;
    }

    /**
     * @param text as {@link #toText}
     * @throws IOException when it is something else
     */
    static Abilities parse(String text) throws IOException {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IOException("its journal is damaged: abilities " + text);
        }
        String said = parts.group(2);
        return new Abilities(
                Integer.parseInt(parts.group(1)),
                said.charAt(0) == '1',
                said.charAt(1) == '1',
                said.charAt(2) == '1',
                said.charAt(3) == '1',
                said.charAt(4) == '1',
                said.charAt(5) == '1',
                Integer.parseInt(parts.group(3)),
                Integer.parseInt(parts.group(4)));
    }

    /** Gathers them, in the order of the viewer's list. */
    static final class Builder {
        private int encoding = -1;
        private boolean copies;
        private boolean resizes;
        private boolean layouts;
        private boolean scancodes;
        private boolean fences;
        private boolean continuous;
        private int compression = NONE.compression;
        private int quality = NONE.quality;

        Builder add(int number) {
            switch (number) {
                case RawEncoder.NUMBER, HextileEncoder.NUMBER, ZrleEncoder.NUMBER, TightEncoder.NUMBER ->
                    encoding = encoding < 0 ? number : encoding;
                case COPY_RECT -> copies = true;
                case DESKTOP_SIZE -> resizes = true;
                case EXTENDED_DESKTOP_SIZE -> layouts = true;
                case QEMU_KEYS -> scancodes = true;
                case FENCE -> fences = true;
                case CONTINUOUS_UPDATES -> continuous = true;
                default -> level(number);
            }
            return this;
        }

        private void level(int number) {
            if (number >= COMPRESSION_0 && number <= COMPRESSION_0 + 9) {
                compression = Math.max(1, number - COMPRESSION_0);
            } else if (number >= QUALITY_0 && number <= QUALITY_0 + 9) {
                quality = number - QUALITY_0;
            }
        }

        Abilities build() {
            return new Abilities(
                    Math.max(encoding, RawEncoder.NUMBER),
                    copies,
                    resizes,
                    layouts,
                    scancodes,
                    fences,
                    continuous,
                    compression,
                    quality);
        }
    }
}
