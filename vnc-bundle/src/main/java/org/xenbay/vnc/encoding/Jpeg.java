// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes JPEG pictures, where the runtime has the JDK's java.desktop. Of one thread. */
final class Jpeg implements AutoCloseable {

    private static final float[] QUALITIES = {0.15f, 0.29f, 0.41f, 0.42f, 0.62f, 0.77f, 0.79f, 0.86f, 0.92f, 0.97f};

    private final ImageWriter writer;
    private final ImageWriteParam how;

    private Jpeg(ImageWriter writer, float quality) {
        this.writer = writer;
        this.how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(quality);
    }

    /**
     * @param quality 0 to 9
     * @return null where there is no JPEG
     */
    static @Nullable Jpeg of(int quality) {
        try {
            Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
            if (!writers.hasNext()) {
                return null;
            }
            Jpeg jpeg = new Jpeg(writers.next(), QUALITIES[quality]);
            // Loads what it needs of the host.
            jpeg.encode(new int[1], 1, 1);
            return jpeg;
        } catch (LinkageError missing) {
            // The import of javax.imageio is optional.
            return null;
        }
    }

    byte[] encode(int[] pixels, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a JPEG picture cannot be written to memory", impossible);
        } finally {
            writer.reset();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
