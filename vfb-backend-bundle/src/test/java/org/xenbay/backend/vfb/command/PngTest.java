// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.xenbay.api.screen.Area;

/** The JDK's reader sees what was written. */
class PngTest {

    @Test
    void eachPixelIsInTheFile() throws Exception {
        Random random = new Random(1);
        int[] pixels = random.ints(37 * 23, 0, 1 << 24).toArray();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PixelPacker packer = new PixelPacker(new Area(0, 0, 37, 23), (area, target) -> {
            System.arraycopy(pixels, 37 * area.y(), target, 0, 37 * area.height());
            return true;
        });
        assertThat(packer.begin()).isTrue();
        assertThat(Png.write(37, 23, packer, file)).isTrue();
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
        int[] seen = read.getRGB(0, 0, 37, 23, null, 0, 37);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(seen[i] & 0xFF_FFFF).isEqualTo(pixels[i]);
        }
    }
}
